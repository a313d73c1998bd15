package cleave.toolchain.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where class files come from. */
public interface ClassSource {
    /** The class file of that internal name ({@code cleave/kernel/Fork}); null if there is none. */
    ClassFile find(String name);

    /** A class file, and what to call it in messages. */
    record ClassFile(String place, byte[] bytes) {
    }

    /** Class files by internal name. */
    static ClassSource of(Map<String, byte[]> classes) {
        return name -> {
            byte[] bytes = classes.get(name);
            return bytes == null ? null : new ClassFile(name + ".class", bytes);
        };
    }

    /** A folder of class files, or a jar. */
    static ClassSource of(Path path) {
        return Files.isDirectory(path) ? directory(path) : jar(path);
    }

    private static ClassSource directory(Path folder) {
        return name -> {
            Path file = folder.resolve(name + ".class");
            try {
                return Files.isRegularFile(file)
                        ? new ClassFile(file.toString(), Files.readAllBytes(file)) : null;
            } catch (IOException e) {
                throw unreadable(file.toString(), e);
            }
        };
    }

    private static ClassSource jar(Path path) {
        return name -> {
            try (ZipFile jar = new ZipFile(path.toFile())) {
                ZipEntry entry = jar.getEntry(name + ".class");
                if (entry == null) {
                    return null;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    return new ClassFile(path + "!" + entry.getName(), in.readAllBytes());
                }
            } catch (IOException e) {
                throw unreadable(path.toString(), e);
            }
        };
    }

    /** What a class loader would load; the JDK's own classes come from here, too. */
    static ClassSource of(ClassLoader loader) {
        return name -> {
            try (InputStream in = loader.getResourceAsStream(name + ".class")) {
                return in == null ? null : new ClassFile(name + ".class", in.readAllBytes());
            } catch (IOException e) {
                throw unreadable(name + ".class", e);
            }
        };
    }

    /** The first of these that has the class. */
    static ClassSource first(List<ClassSource> sources) {
        return name -> {
            for (ClassSource source : sources) {
                ClassFile found = source.find(name);
                if (found != null) {
                    return found;
                }
            }
            return null;
        };
    }

    private static CompileException unreadable(String place, IOException e) {
        return CompileException.of(place, "class-file", "cannot be read (" + e.getMessage() + ")",
                "give a folder of class files or a jar");
    }
}

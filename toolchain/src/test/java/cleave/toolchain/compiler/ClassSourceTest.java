package cleave.toolchain.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.toolchain.compiler.ir.Program;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class files come from folders and jars. */
class ClassSourceTest {
    private static final String LIBRARY = "lib/Numbers";

    @TempDir
    Path folder;

    private final Map<String, byte[]> library = new JavaSource().add("lib/Numbers.java",
            "package lib; public final class Numbers {"
            + " public static int twice(int x) { return helper(x) * 2; }"
            + " private static int helper(int x) { return x; } }").compile();

    private Path asFolder() throws Exception {
        Path place = folder.resolve("classes");
        for (Map.Entry<String, byte[]> file : library.entrySet()) {
            Path path = place.resolve(file.getKey() + ".class");
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return place;
    }

    private Path asJar() throws Exception {
        Path jar = folder.resolve("lib.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : library.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey() + ".class"));
                zip.write(file.getValue());
            }
        }
        return jar;
    }

    /** A program that calls the library, which is found there. */
    private static void compileAgainst(Path place) {
        Map<String, byte[]> classes = new JavaSource().classPath(List.of(place)).add("T.java",
                "import cleave.magic.*; final class T { @EntryPoint static int f(int x) {"
                + " return lib.Numbers.twice(x); } }").compile();
        Program program = cleave.toolchain.compiler.frontend.FrontEnd.run(
                ClassSource.first(List.of(ClassSource.of(classes), ClassSource.of(place),
                        ClassSource.of(ClassSourceTest.class.getClassLoader()))),
                CompilerOptions.of("T"));
        assertEquals(10, (int) Evaluation.run(program, "T.f", 5));
    }

    @Test
    void programsUseClassesOfAFolder() throws Exception {
        Path place = asFolder();
        assertArrayEquals(library.get(LIBRARY), ClassSource.of(place).find(LIBRARY).bytes());
        assertNull(ClassSource.of(place).find("lib/Other"));
        compileAgainst(place);
    }

    @Test
    void programsUseClassesOfAJar() throws Exception {
        Path jar = asJar();
        assertArrayEquals(library.get(LIBRARY), ClassSource.of(jar).find(LIBRARY).bytes());
        assertEquals(jar + "!" + LIBRARY + ".class", ClassSource.of(jar).find(LIBRARY).place());
        assertNull(ClassSource.of(jar).find("lib/Other"));
        compileAgainst(jar);
    }

    @Test
    void aFileThatIsNoJarIsToldByItsName() throws Exception {
        Path file = Files.writeString(folder.resolve("no.jar"), "this is no archive");
        String message = assertThrows(CompileException.class,
                () -> ClassSource.of(file).find(LIBRARY)).getMessage();
        assertEquals(true, message.startsWith(file + ": [class-file] cannot be read ("), message);
        assertEquals(true, message.endsWith("give a folder of class files or a jar"), message);
    }
}

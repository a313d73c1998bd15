package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The classes that the program consists of, read when first asked for. Class files that this
 * compiler was not made for, and damaged ones, are refused with their name and the reason.
 */
final class World {
    private static final int MAGIC = 0xcafebabe;

    private final ClassSource source;
    private final Map<String, ClassModel> classes = new LinkedHashMap<>();

    World(ClassSource source) {
        this.source = source;
    }

    /** The class of that internal name; null if there is no class file. */
    ClassModel find(String name) {
        ClassModel known = classes.get(name);
        if (known == null && !classes.containsKey(name)) {
            ClassSource.ClassFile file = source.find(name);
            known = file == null ? null : read(name, file);
            classes.put(name, known);
        }
        return known;
    }

    /** The classes looked at so far, in order of discovery. */
    Iterable<ClassModel> classes() {
        return classes.values().stream().filter(java.util.Objects::nonNull).toList();
    }

    private static ClassModel read(String name, ClassSource.ClassFile file) {
        byte[] bytes = file.bytes();
        if (bytes.length < 10 || word(bytes) != MAGIC) {
            throw refuse(file, "is not a class file", "compile it with javac --release 17");
        }
        int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
        if (version > Opcodes.V17 || version < Opcodes.V11) {
            throw refuse(file, "has class file version " + version + ", not one of Java 11 to 17",
                    "compile it with javac --release 17");
        }
        ClassNode node = new ClassNode();
        try {
            new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
        } catch (RuntimeException damaged) { // whatever ASM stumbled upon, the file is to blame
            throw refuse(file, "is damaged: " + damaged, "compile it again");
        }
        if (!name.equals(node.name)) {
            throw refuse(file, "has the class " + node.name + ", not " + name,
                    "put class files where their packages say");
        }
        if ("Lkotlin/Metadata;".equals(firstAnnotation(node))) {
            throw refuse(file, "was made by Kotlin", "write the program in Java");
        }
        return new ClassModel(node, file.place());
    }

    private static String firstAnnotation(ClassNode node) {
        return node.visibleAnnotations == null ? null : node.visibleAnnotations.stream()
                .map(annotation -> annotation.desc)
                .filter(descriptor -> descriptor.startsWith("Lkotlin/")).findFirst().orElse(null);
    }

    private static int word(byte[] bytes) {
        return java.nio.ByteBuffer.wrap(bytes).getInt();
    }

    static CompileException refuse(ClassSource.ClassFile file, String reason, String wayOut) {
        return CompileException.of(file.place(), "class-file", reason, wayOut);
    }
}

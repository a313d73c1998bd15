package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.ClassKind;
import cleave.toolchain.compiler.layout.ClassKinds;
import cleave.toolchain.compiler.layout.Layouts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** What the compiler brings along, whatever the program's class path. */
    private static final List<String> OWN = List.of("cleave/magic/",
            "cleave/toolchain/compiler/runtime/");

    private final ClassSource source;
    private final Map<String, ClassModel> classes = new LinkedHashMap<>();
    private final ClassKinds kinds = new ClassKinds(this::node);
    private final Layouts layouts = new Layouts(this::node, kinds);
    private final Map<String, StructLayout> enums = new HashMap<>();

    World(ClassSource source) {
        ClassSource own = ClassSource.of(World.class.getClassLoader());
        this.source = name -> isOwn(name) ? own.find(name) : source.find(name);
    }

    private ClassNode node(String name) {
        ClassModel found = find(name);
        return found == null ? null : found.node();
    }

    ClassKind kind(String name) {
        return kinds.of(name);
    }

    /** The layout of a struct, or of the constants of an enum. */
    StructLayout layout(String name) {
        return kinds.of(name) == ClassKind.ENUM
                ? enums.computeIfAbsent(name, unused -> EnumLayout.of(node(name)))
                : layouts.of(name);
    }

    /** What was wrong with the structs laid out so far. */
    List<Violation> layoutProblems() {
        return layouts.problems();
    }

    /** The JDK's classes are never compiled. */
    static boolean isJdk(String name) {
        return name.startsWith("java/") || name.startsWith("javax/") || name.startsWith("jdk/");
    }

    /** Whether the compiler brings the class along. */
    static boolean isOwn(String name) {
        return OWN.stream().anyMatch(name::startsWith);
    }

    /** The class of that internal name; null if there is no class file. */
    ClassModel find(String name) {
        if (isJdk(name)) {
            return null;
        }
        ClassModel known = classes.get(name);
        if (known == null && !classes.containsKey(name)) {
            ClassSource.ClassFile file = source.find(name);
            known = file == null ? null : read(name, file, this);
            classes.put(name, known);
        }
        return known;
    }

    /** The classes looked at so far, in order of discovery. */
    Iterable<ClassModel> classes() {
        return classes.values().stream().filter(java.util.Objects::nonNull).toList();
    }

    private static ClassModel read(String name, ClassSource.ClassFile file, World world) {
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
            Descriptions.check(node);
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
        return new ClassModel(node, file.place(), kind(node, world));
    }

    /** By the superclass that the class itself names: it may be a root that nothing is known of. */
    private static ClassKind kind(ClassNode node, World world) {
        if (ClassKinds.STRUCT.equals(node.name) || ClassKinds.WORD.equals(node.name)
                || ClassKinds.FUNCTION.equals(node.name)) {
            return world.kinds.of(node.name);
        }
        if ((node.access & Opcodes.ACC_INTERFACE) != 0) {
            return node.interfaces.stream().map(world.kinds::of)
                    .filter(ClassKind.FUNCTION::equals).findFirst().orElse(ClassKind.OTHER);
        }
        return node.superName == null ? ClassKind.OTHER : world.kinds.of(node.superName);
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

package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.ClassKind;
import cleave.toolchain.compiler.layout.ClassKinds;
import cleave.toolchain.compiler.layout.Layouts;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The classes that run hosted, read and rewritten once for any number of worlds. Rewritten is what
 * is neither the JDK's, JUnit's nor the toolchain's own; those are shared with the JVM outside.
 */
public final class HostedClasses {
    private static final List<String> SHARED = List.of("java/", "javax/", "jdk/", "sun/",
            "com/sun/", "org/junit/", "org/opentest4j/", "org/apiguardian/", "org/objectweb/asm/",
            "com/google/", "cleave/toolchain/isa/");
    private static final String MAGIC = "cleave/magic/";
    private static final String PANIC_SITE = "cleave/magic/PanicSite";

    private final ClassSource source;
    private final ClassLoader parent;
    private final Map<String, ClassNode> nodes = new HashMap<>();
    private final Map<String, byte[]> rewritten = new HashMap<>();
    private final ClassKinds kinds = new ClassKinds(this::node);
    private final Layouts layouts = new Layouts(this::node, kinds);

    private HostedClasses(ClassSource source, ClassLoader parent) {
        this.source = source;
        this.parent = parent;
    }

    /** The classes that {@code loader} would load. */
    public static HostedClasses of(ClassLoader loader) {
        return new HostedClasses(ClassSource.of(loader), loader);
    }

    /** Class files by internal name, as a compiler in memory leaves them, before all others. */
    public static HostedClasses of(Map<String, byte[]> classFiles) {
        ClassLoader loader = HostedClasses.class.getClassLoader();
        return new HostedClasses(ClassSource.first(List.of(ClassSource.of(classFiles),
                ClassSource.of(loader))), loader);
    }

    /** A world with memory and statics of its own. */
    public HostedWorld newWorld() {
        return new HostedWorld(this);
    }

    ClassLoader parent() {
        return parent;
    }

    /** Whether the class is used as it is. */
    boolean isShared(String name) {
        return SHARED.stream().anyMatch(name::startsWith)
                || name.startsWith(MAGIC) && !name.equals(PANIC_SITE)
                || name.startsWith("cleave/toolchain/") && isOfToolchain(name);
    }

    /** Whether it lies where this class lies; tests of the toolchain lie elsewhere. */
    private static boolean isOfToolchain(String name) {
        URL here = HostedClasses.class.getProtectionDomain().getCodeSource().getLocation();
        URL there = HostedClasses.class.getClassLoader().getResource(name + ".class");
        return there != null && there.toString().contains(here.getPath());
    }

    /** Whether the method's class means something to the machine, and is replaced. */
    static boolean isMagic(String name) {
        return name.startsWith(MAGIC) && !name.equals(PANIC_SITE);
    }

    ClassNode node(String name) {
        if (!nodes.containsKey(name)) {
            ClassSource.ClassFile file = source.find(name);
            nodes.put(name, file == null ? null : parse(file));
        }
        return nodes.get(name);
    }

    private static ClassNode parse(ClassSource.ClassFile file) {
        ClassNode node = new ClassNode();
        try {
            new ClassReader(file.bytes()).accept(node, ClassReader.EXPAND_FRAMES);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw CompileException.of(file.place(), "class-file", "is damaged or too new",
                    "compile it with javac --release 17");
        }
        return node;
    }

    /** The class file for a world's loader; null for a class that is not found. */
    byte[] rewritten(String name) {
        ClassNode node = node(name);
        if (node == null) {
            return null;
        }
        return rewritten.computeIfAbsent(name, same -> {
            if ((node.version & 0xffff) < Opcodes.V11) {
                throw CompileException.of(name + ".class", "class-file", "is too old to run hosted",
                        "compile it with javac --release 17");
            }
            return new ClassRewriter(this, node).rewrite();
        });
    }

    ClassKind kind(String name) {
        return kinds.of(name);
    }

    /** The layout of a struct, with all its assertions fulfilled. */
    StructLayout layout(String name) {
        StructLayout layout = layouts.of(name);
        List<Violation> problems = layouts.problems();
        if (!problems.isEmpty()) {
            throw new CompileException(problems);
        }
        return layout;
    }

    /** Whether values of the type are addresses or words, {@code int} to rewritten code. */
    boolean isAddress(Type type) {
        return switch (type.getSort()) {
            case Type.OBJECT -> switch (kind(type.getInternalName())) {
                case STRUCT, WORD, FUNCTION -> true;
                default -> false;
            };
            case Type.ARRAY -> isElement(component(type));
            default -> false;
        };
    }

    private boolean isElement(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE, Type.SHORT, Type.CHAR, Type.INT, Type.LONG -> true;
            default -> isAddress(type);
        };
    }

    static Type component(Type array) {
        return Type.getType(array.getDescriptor().substring(1));
    }

    Type map(Type type) {
        return isAddress(type) ? Type.INT_TYPE : type;
    }

    /** A descriptor of a method or a field as rewritten code has it. */
    String map(String descriptor) {
        if (descriptor.charAt(0) != '(') {
            return map(Type.getType(descriptor)).getDescriptor();
        }
        StringBuilder mapped = new StringBuilder("(");
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            mapped.append(map(argument).getDescriptor());
        }
        return mapped.append(')').append(map(Type.getReturnType(descriptor)).getDescriptor())
                .toString();
    }

    /** Whether methods of the class have no object: its references are addresses. */
    boolean isMemoryClass(String name) {
        ClassKind kind = kind(name);
        return kind == ClassKind.STRUCT || kind == ClassKind.WORD;
    }

    /** The class, from {@code owner} upwards, that declares the method; null for a shared one. */
    String declaring(String owner, String name, String descriptor) {
        for (String type = owner; type != null; type = node(type).superName) {
            ClassNode node = node(type);
            if (node == null || isShared(type) && !isMagic(type)) {
                return null;
            }
            for (MethodNode method : node.methods) {
                if (method.name.equals(name) && method.desc.equals(descriptor)) {
                    return type;
                }
            }
            for (String parent : node.interfaces) {
                String found = declaring(parent, name, descriptor);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The class from {@code owner} upwards that declares the field. */
    ClassNode declaring(String owner, String field) {
        ClassNode node = node(owner);
        if (node == null) {
            return null;
        }
        if (node.fields.stream().anyMatch(candidate -> candidate.name.equals(field))) {
            return node;
        }
        for (String parent : node.interfaces) {
            ClassNode found = declaring(parent, field);
            if (found != null) {
                return found;
            }
        }
        return node.superName == null ? null : declaring(node.superName, field);
    }

    /** Whether a static field lives in simulated memory. */
    boolean isInMemory(FieldNode field) {
        boolean constant = (field.access & Opcodes.ACC_FINAL) != 0 && field.value != null;
        return (field.access & Opcodes.ACC_STATIC) != 0 && !constant
                && (field.access & Opcodes.ACC_SYNTHETIC) == 0
                && isElement(Type.getType(field.desc));
    }
}

package cleave.toolchain.compiler.layout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Tells what classes are to the subset by their superclasses. */
public final class ClassKinds {
    public static final String STRUCT = "cleave/magic/Struct";
    public static final String WORD = "cleave/magic/Word";
    public static final String FUNCTION = "cleave/magic/Fn";
    private static final String ENUM = "java/lang/Enum";

    private final ClassLookup classes;
    private final Map<String, ClassKind> kinds = new HashMap<>();

    public ClassKinds(ClassLookup classes) {
        this.classes = classes;
        kinds.put(STRUCT, ClassKind.STRUCT);
        kinds.put(WORD, ClassKind.WORD);
        kinds.put(FUNCTION, ClassKind.FUNCTION);
        kinds.put(ENUM, ClassKind.ENUM);
        kinds.put("java/lang/Object", ClassKind.OTHER);
    }

    /** The kind of a class; one that is not found is {@link ClassKind#OTHER}. */
    public ClassKind of(String internalName) {
        return kind(internalName, new HashSet<>());
    }

    /** A damaged class path may hold a circle of superclasses: {@code path} ends it. */
    private ClassKind kind(String internalName, Set<String> path) {
        ClassKind known = kinds.get(internalName);
        if (known != null) {
            return known;
        }
        ClassNode node = path.add(internalName) ? classes.find(internalName) : null;
        ClassKind kind = node == null ? ClassKind.OTHER : kind(node, path);
        kinds.put(internalName, kind);
        return kind;
    }

    private ClassKind kind(ClassNode node, Set<String> path) {
        if ((node.access & Opcodes.ACC_INTERFACE) == 0) {
            return node.superName == null ? ClassKind.OTHER : kind(node.superName, path);
        }
        for (String parent : node.interfaces) {
            if (kind(parent, path) == ClassKind.FUNCTION) {
                return ClassKind.FUNCTION;
            }
        }
        return ClassKind.OTHER;
    }
}

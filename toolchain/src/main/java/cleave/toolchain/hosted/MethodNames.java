package cleave.toolchain.hosted;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Names of rewritten methods. Most stay; of those whose descriptors become equal, in a class and
 * those above it, all but the first are named after their parameters: {@code add$Node}.
 */
final class MethodNames {
    /** Constructors of structs are static methods; no Java method can have this name. */
    static final String CONSTRUCTOR = "$init";

    private final HostedClasses classes;
    private final Map<String, String> names = new HashMap<>();

    MethodNames(HostedClasses classes) {
        this.classes = classes;
    }

    /** The name of a method that {@code owner}, a rewritten class, declares. */
    String of(String owner, String name, String descriptor) {
        return names.computeIfAbsent(owner + "." + name + descriptor,
                key -> resolve(owner, name, descriptor));
    }

    private String resolve(String owner, String name, String descriptor) {
        String plain = name.equals("<init>") && classes.isMemoryClass(owner) ? CONSTRUCTOR : name;
        ClassNode node = classes.node(owner);
        if (name.equals("<clinit>") || !collides(node, node, name, descriptor)) {
            return plain;
        }
        if (plain.equals("<init>")) {
            throw new UnsupportedHere("two constructors of " + owner.replace('/', '.')
                    + " differ only in the types of their structs, which are all addresses hosted:"
                    + " make one of them a static method");
        }
        StringBuilder mangled = new StringBuilder(plain);
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            String type = argument.getClassName();
            mangled.append('$').append(type.substring(type.lastIndexOf('.') + 1)
                    .replace("[]", "Array"));
        }
        return mangled.toString();
    }

    /** Whether another method that stands before this one takes the name and descriptor. */
    private boolean collides(ClassNode from, ClassNode node, String name, String descriptor) {
        for (MethodNode method : node.methods) {
            if (method.name.equals(name)) {
                if (method.desc.equals(descriptor)) {
                    if (node == from) {
                        break;
                    }
                    return collides(node, node, name, descriptor);
                }
                if (mapped(node, method).equals(mapped(from, name, descriptor))) {
                    return true;
                }
            }
        }
        if (name.equals("<init>") || node.superName == null
                || classes.isShared(node.superName)) {
            return false;
        }
        ClassNode above = classes.node(node.superName);
        return above != null && collides(from, above, name, descriptor);
    }

    private String mapped(ClassNode owner, String name, String descriptor) {
        for (MethodNode method : owner.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                return mapped(owner, method);
            }
        }
        return classes.map(descriptor);
    }

    private String mapped(ClassNode owner, MethodNode method) {
        boolean receiver = (method.access & Opcodes.ACC_STATIC) == 0
                && classes.isMemoryClass(owner.name);
        String mapped = classes.map(method.desc);
        return receiver ? "(I" + mapped.substring(1) : mapped;
    }
}

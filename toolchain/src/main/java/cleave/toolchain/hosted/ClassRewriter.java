package cleave.toolchain.hosted;

import cleave.toolchain.compiler.layout.Annotations;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites one class. Structs and words become classes of static methods without fields; of all
 * others, what is an address becomes {@code int}. Line numbers and names of variables stay.
 */
final class ClassRewriter {
    private static final int CODE = Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;

    private final HostedClasses classes;
    private final ClassNode from;
    private final MethodNames names;

    ClassRewriter(HostedClasses classes, ClassNode from) {
        this.classes = classes;
        this.from = from;
        this.names = new MethodNames(classes);
    }

    /** How an element or field of the type is stored: the first character of the descriptor. */
    static char kind(Type type) {
        char first = type.getDescriptor().charAt(0);
        return first == '[' ? 'L' : first;
    }

    byte[] rewrite() {
        ClassNode to = new ClassNode();
        from.accept(to);
        boolean memory = classes.isMemoryClass(from.name);
        if (memory) {
            to.superName = "java/lang/Object";
            to.fields.removeIf(field -> (field.access & Opcodes.ACC_STATIC) == 0);
        }
        to.signature = null;
        to.fields.removeIf(classes::isInMemory);
        for (FieldNode field : to.fields) {
            field.desc = classes.map(field.desc);
            field.signature = null;
        }
        if (to.recordComponents != null) {
            to.recordComponents.forEach(component -> {
                component.descriptor = classes.map(component.descriptor);
                component.signature = null;
            });
        }
        if (classes.kind(from.name) == ClassKind.WORD) {
            to.methods.removeIf(method -> method.name.equals("<init>"));
        }
        for (MethodNode method : to.methods) {
            rewrite(method, memory);
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        to.accept(writer);
        return writer.toByteArray();
    }

    private void rewrite(MethodNode method, boolean memory) {
        String symbol = symbol(method);
        String name = names.of(from.name, method.name, method.desc);
        if ((method.access & CODE) == 0) {
            new MethodRewriter(classes, names, from, method).rewrite();
        }
        if (method.localVariables != null) {
            for (LocalVariableNode variable : method.localVariables) {
                variable.desc = classes.map(variable.desc);
                variable.signature = null;
            }
        }
        boolean receiver = memory && (method.access & Opcodes.ACC_STATIC) == 0;
        method.name = name;
        method.desc = receiver ? "(I" + classes.map(method.desc).substring(1)
                : classes.map(method.desc);
        method.signature = null;
        if (receiver) {
            method.access |= Opcodes.ACC_STATIC;
            method.access &= ~(Opcodes.ACC_FINAL | Opcodes.ACC_BRIDGE);
        }
        if (receiver && method.parameters != null) {
            method.parameters = null;
        }
        if ((method.access & Opcodes.ACC_NATIVE) != 0) {
            method.access &= ~Opcodes.ACC_NATIVE;
            routine(method, symbol);
        }
    }

    private String symbol(MethodNode method) {
        AnnotationNode given = Annotations.find(method.invisibleAnnotations,
                "Lcleave/magic/Symbol;");
        return given != null ? (String) Annotations.value(given, "")
                : from.name.substring(from.name.lastIndexOf('/') + 1) + "." + method.name;
    }

    /** A routine in assembly is asked of the machine, with all arguments as longs. */
    private static void routine(MethodNode method, String symbol) {
        List<Type> types = new ArrayList<>(List.of(Type.getArgumentTypes(method.desc)));
        Emitter emitter = new Emitter().load(symbol).push(types.size());
        emitter.list.add(new IntInsnNode(Opcodes.NEWARRAY, Opcodes.T_LONG));
        int local = 0;
        for (int i = 0; i < types.size(); i++) {
            Type type = types.get(i);
            emitter.add(Opcodes.DUP).push(i)
                    .variable(type.getOpcode(Opcodes.ILOAD), local);
            if (type.getSort() != Type.LONG) {
                emitter.add(Opcodes.I2L);
            }
            emitter.add(Opcodes.LASTORE);
            local += type.getSize();
        }
        emitter.world().call("HostedWorld", "routine",
                "(Ljava/lang/String;[J" + Emitter.WORLD + ")J");
        Type result = Type.getReturnType(method.desc);
        if (result.getSort() == Type.VOID) {
            emitter.add(Opcodes.POP2);
        } else if (result.getSort() != Type.LONG) {
            emitter.add(Opcodes.L2I);
        }
        emitter.add(result.getOpcode(Opcodes.IRETURN));
        method.instructions = new InsnList();
        method.instructions.add(emitter.list);
    }
}

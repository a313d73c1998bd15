package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.layout.Annotations;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Holds the names and descriptors of a class file to their grammar (JVM specification, 4.3). */
final class Descriptions {
    private static final Set<String> NUMBERED = Set.of(Annotations.INLINE, Annotations.OFFSET,
            Annotations.SIZE);

    private Descriptions() {
    }

    /** Fails with an {@link IllegalArgumentException} that has the faulty one. */
    static void check(ClassNode node) {
        annotations(node.invisibleAnnotations);
        for (FieldNode field : node.fields) {
            type(field.desc);
            present(field.name);
            annotations(field.invisibleAnnotations);
        }
        for (MethodNode method : node.methods) {
            method(method.desc);
            present(method.name);
            annotations(method.invisibleAnnotations);
            method.instructions.forEach(Descriptions::check);
            boolean hasBody = (method.access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) == 0;
            if (hasBody && method.instructions.size() == 0) {
                throw new IllegalArgumentException(method.name + " has no code");
            }
            if (method.localVariables != null) {
                for (LocalVariableNode variable : method.localVariables) {
                    type(variable.desc);
                    present(variable.name);
                }
            }
        }
    }

    /** Those with numbers must have numbers. */
    private static void annotations(List<AnnotationNode> annotations) {
        if (annotations == null) {
            return;
        }
        for (AnnotationNode annotation : annotations) {
            if (annotation.desc == null) {
                throw new IllegalArgumentException("an annotation without a type");
            }
            type(annotation.desc);
            if (NUMBERED.contains(annotation.desc) && annotation.values != null
                    && !(annotation.values.get(1) instanceof Integer)) {
                throw new IllegalArgumentException(annotation.desc + " without a number");
            }
        }
    }

    private static void check(AbstractInsnNode insn) {
        if (insn instanceof FieldInsnNode field) {
            type(field.desc);
            name(field.owner);
            present(field.name);
        } else if (insn instanceof MethodInsnNode call) {
            method(call.desc);
            name(call.owner);
            present(call.name);
        } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
            method(dynamic.desc);
            for (Object argument : dynamic.bsmArgs) {
                if (argument instanceof org.objectweb.asm.Handle handle
                        && handle.getDesc().startsWith("(")) {
                    method(handle.getDesc());
                } else if (argument instanceof Type type && type.getSort() == Type.METHOD) {
                    method(type.getDescriptor());
                }
            }
        } else if (insn instanceof TypeInsnNode type) {
            name(type.desc);
        } else if (insn instanceof MultiANewArrayInsnNode array) {
            type(array.desc);
        }
    }

    private static void present(String name) {
        if (name == null) {
            throw new IllegalArgumentException("a name that is missing");
        }
    }

    private static void name(String name) {
        present(name);
        if (name.startsWith("[")) {
            type(name);
        } else if (name.isEmpty() || name.indexOf(';') >= 0 || name.indexOf('[') >= 0
                || name.indexOf('.') >= 0) {
            throw new IllegalArgumentException("the class name " + name);
        }
    }

    private static void method(String descriptor) {
        if (!descriptor.startsWith("(")) {
            throw new IllegalArgumentException("the descriptor " + descriptor);
        }
        int at = 1;
        while (at < descriptor.length() && descriptor.charAt(at) != ')') {
            at = end(descriptor, at);
        }
        String result = descriptor.substring(Math.min(at + 1, descriptor.length()));
        if (!result.equals("V")) {
            type(result);
        }
    }

    private static void type(String descriptor) {
        if (end(descriptor, 0) != descriptor.length()) {
            throw new IllegalArgumentException("the descriptor " + descriptor);
        }
    }

    /** Where the type that begins at {@code start} ends. */
    private static int end(String descriptor, int start) {
        int at = start;
        while (at < descriptor.length() && descriptor.charAt(at) == '[') {
            at++;
        }
        char first = at < descriptor.length() ? descriptor.charAt(at) : ' ';
        int semicolon = descriptor.indexOf(';', at);
        if (first == 'L' && semicolon > at + 1) {
            name(descriptor.substring(at + 1, semicolon));
            return semicolon + 1;
        }
        if ("ZBSCIJFD".indexOf(first) < 0) {
            throw new IllegalArgumentException("the descriptor " + descriptor);
        }
        return at + 1;
    }
}

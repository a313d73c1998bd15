package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Width;
import java.util.ArrayList;
import java.util.List;

/** What the descriptors of class files mean to the machine. */
final class Descriptors {
    private Descriptors() {
    }

    static Type type(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'J' -> Type.I64;
            case 'V' -> Type.VOID;
            default -> Type.I32;
        };
    }

    /** The types of a method's parameters, without a receiver. */
    static List<Type> parameters(String methodDescriptor) {
        List<Type> types = new ArrayList<>();
        for (org.objectweb.asm.Type type
                : org.objectweb.asm.Type.getArgumentTypes(methodDescriptor)) {
            types.add(type(type.getDescriptor()));
        }
        return types;
    }

    static Type result(String methodDescriptor) {
        return type(methodDescriptor.substring(methodDescriptor.indexOf(')') + 1));
    }

    static Width width(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z', 'B' -> Width.BYTE;
            case 'C', 'S' -> Width.HALF;
            case 'J', 'D' -> Width.DOUBLE;
            default -> Width.WORD;
        };
    }

    private static boolean isSigned(String descriptor) {
        return descriptor.charAt(0) != 'Z' && descriptor.charAt(0) != 'C';
    }

    static MemoryAccess access(String descriptor, int offset, boolean isVolatile, Alias alias) {
        return new MemoryAccess(width(descriptor), isSigned(descriptor), isVolatile, offset,
                alias);
    }

    /** Elements: boolean and byte arrays share their bytecodes, arrays of references a width. */
    static MemoryAccess element(String descriptor) {
        String name = switch (descriptor.charAt(0)) {
            case 'Z', 'B' -> "byte[]";
            case 'C' -> "char[]";
            case 'S' -> "short[]";
            case 'I' -> "int[]";
            case 'J' -> "long[]";
            default -> "Object[]";
        };
        return access("Z".equals(descriptor) ? "B" : descriptor, 0, false, Alias.of(name));
    }

    /** The internal name in {@code Lname;}, or null. */
    static String className(String descriptor) {
        return descriptor.charAt(0) == 'L' ? descriptor.substring(1, descriptor.length() - 1)
                : null;
    }

    /** As in the source: {@code int[]}, {@code Proc}. */
    static String readable(String descriptor) {
        String name = org.objectweb.asm.Type.getType(descriptor).getClassName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}

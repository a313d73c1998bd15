package cleave.toolchain.compiler.frontend;

import static cleave.toolchain.compiler.frontend.Shape.Basic.DOUBLE;
import static cleave.toolchain.compiler.frontend.Shape.Basic.FLOAT;
import static cleave.toolchain.compiler.frontend.Shape.Basic.INT;
import static cleave.toolchain.compiler.frontend.Shape.Basic.LONG;
import static cleave.toolchain.compiler.frontend.Shape.Basic.NULL;
import static cleave.toolchain.compiler.frontend.Shape.Basic.UNUSABLE;

import cleave.magic.Inline;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Interpreter;

/**
 * The effect of each bytecode on {@link Shape}s. It refuses code in which an operand is not of the
 * category that the bytecode needs: javac never makes it, a damaged class file may have it.
 */
final class ShapeInterpreter extends Interpreter<Shape> {
    static final String CASE_TABLE_PREFIX = "$SwitchMap$";
    private static final String ARRAYS = "ZCFDBSIJ"; // by the operand of newarray less 4

    private final World world;

    ShapeInterpreter(World world) {
        super(Opcodes.ASM9);
        this.world = world;
    }

    @Override
    public Shape newValue(Type type) {
        if (type == null) {
            return UNUSABLE;
        }
        return switch (type.getSort()) {
            case Type.VOID -> null;
            case Type.BOOLEAN, Type.BYTE, Type.SHORT, Type.CHAR, Type.INT -> INT;
            case Type.LONG -> LONG;
            case Type.FLOAT -> FLOAT;
            case Type.DOUBLE -> DOUBLE;
            default -> new Shape.Reference(type.getDescriptor());
        };
    }

    @Override
    public Shape newOperation(AbstractInsnNode insn) throws AnalyzerException {
        int opcode = insn.getOpcode();
        if (opcode == Opcodes.ACONST_NULL) {
            return NULL;
        }
        if (opcode <= Opcodes.SIPUSH) {
            return opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1 ? LONG
                    : opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.FCONST_2 ? FLOAT
                    : opcode == Opcodes.DCONST_0 || opcode == Opcodes.DCONST_1 ? DOUBLE : INT;
        }
        return switch (opcode) {
            case Opcodes.LDC -> constant(((LdcInsnNode) insn).cst);
            case Opcodes.GETSTATIC -> {
                FieldInsnNode field = (FieldInsnNode) insn;
                yield field.name.startsWith(CASE_TABLE_PREFIX)
                        ? new Shape.CaseTable(field.owner, field.name) : of(field.desc);
            }
            case Opcodes.NEW -> new Shape.New(insn, ((TypeInsnNode) insn).desc);
            default -> throw new AnalyzerException(insn, "a subroutine");
        };
    }

    private Shape constant(Object constant) {
        return constant instanceof Integer ? INT : constant instanceof Long ? LONG
                : constant instanceof Float ? FLOAT : constant instanceof Double ? DOUBLE
                : new Shape.Reference(constant instanceof String ? "Ljava/lang/String;"
                        : constant instanceof Type ? "Ljava/lang/Class;" : "Ljava/lang/Object;");
    }

    private Shape of(String descriptor) {
        return newValue(Type.getType(descriptor));
    }

    @Override
    public Shape copyOperation(AbstractInsnNode insn, Shape value) throws AnalyzerException {
        switch (insn.getOpcode()) {
            case Opcodes.ILOAD, Opcodes.ISTORE -> require(insn, value, INT);
            case Opcodes.LLOAD, Opcodes.LSTORE -> require(insn, value, LONG);
            case Opcodes.FLOAD, Opcodes.FSTORE -> require(insn, value, FLOAT);
            case Opcodes.DLOAD, Opcodes.DSTORE -> require(insn, value, DOUBLE);
            case Opcodes.ALOAD, Opcodes.ASTORE -> requireReference(insn, value);
            default -> {
                if (value == UNUSABLE) {
                    throw new AnalyzerException(insn, "an operand without a value");
                }
            }
        }
        return value;
    }

    @Override
    public Shape unaryOperation(AbstractInsnNode insn, Shape value) throws AnalyzerException {
        int opcode = insn.getOpcode();
        switch (opcode) {
            case Opcodes.INEG, Opcodes.IINC, Opcodes.I2L, Opcodes.I2F, Opcodes.I2D, Opcodes.I2B,
                    Opcodes.I2C, Opcodes.I2S, Opcodes.IFEQ, Opcodes.IFNE, Opcodes.IFLT,
                    Opcodes.IFGE, Opcodes.IFGT, Opcodes.IFLE, Opcodes.IRETURN, Opcodes.NEWARRAY,
                    Opcodes.ANEWARRAY -> require(insn, value, INT);
            case Opcodes.LNEG, Opcodes.L2I, Opcodes.L2F, Opcodes.L2D, Opcodes.LRETURN ->
                require(insn, value, LONG);
            case Opcodes.FNEG, Opcodes.F2I, Opcodes.F2L, Opcodes.F2D, Opcodes.FRETURN ->
                require(insn, value, FLOAT);
            case Opcodes.DNEG, Opcodes.D2I, Opcodes.D2L, Opcodes.D2F, Opcodes.DRETURN ->
                require(insn, value, DOUBLE);
            case Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH -> {
                if (!(value instanceof Shape.CaseNumber)) {
                    require(insn, value, INT);
                }
            }
            case Opcodes.PUTSTATIC -> requireSame(insn, value, of(((FieldInsnNode) insn).desc));
            default -> requireReference(insn, value);
        }
        return switch (opcode) {
            case Opcodes.INEG, Opcodes.IINC, Opcodes.I2B, Opcodes.I2C, Opcodes.I2S, Opcodes.L2I,
                    Opcodes.F2I, Opcodes.D2I, Opcodes.ARRAYLENGTH, Opcodes.INSTANCEOF -> INT;
            case Opcodes.LNEG, Opcodes.I2L, Opcodes.F2L, Opcodes.D2L -> LONG;
            case Opcodes.FNEG, Opcodes.I2F, Opcodes.L2F, Opcodes.D2F -> FLOAT;
            case Opcodes.DNEG, Opcodes.I2D, Opcodes.L2D, Opcodes.F2D -> DOUBLE;
            case Opcodes.GETFIELD -> field((FieldInsnNode) insn);
            case Opcodes.NEWARRAY -> newArray((IntInsnNode) insn);
            case Opcodes.ANEWARRAY -> of("[" + Type.getObjectType(((TypeInsnNode) insn).desc)
                    .getDescriptor());
            case Opcodes.CHECKCAST -> value instanceof Shape.InPlace ? value
                    : of(Type.getObjectType(((TypeInsnNode) insn).desc).getDescriptor());
            default -> null;
        };
    }

    private Shape newArray(IntInsnNode insn) throws AnalyzerException {
        int code = insn.operand - 4;
        if (code < 0 || code >= ARRAYS.length()) {
            throw new AnalyzerException(insn, "an array of an unknown type");
        }
        return of("[" + ARRAYS.charAt(code));
    }

    private Shape field(FieldInsnNode insn) {
        ClassModel owner = world.find(insn.owner);
        FieldNode field = owner == null ? null : owner.field(insn.name);
        return field != null && owner.kind() == ClassKind.STRUCT
                && ClassModel.annotations(field).has(Inline.class) && insn.desc.startsWith("[")
                ? new Shape.InPlace(insn.owner, insn.name, insn.desc) : of(insn.desc);
    }

    @Override
    public Shape binaryOperation(AbstractInsnNode insn, Shape first, Shape second)
            throws AnalyzerException {
        int opcode = insn.getOpcode();
        if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
            require(insn, second, INT);
            return load(insn, first);
        }
        if (opcode == Opcodes.PUTFIELD) {
            requireReference(insn, first);
            requireSame(insn, second, of(((FieldInsnNode) insn).desc));
            return null;
        }
        if (opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IF_ACMPNE) {
            requireReference(insn, first);
            requireReference(insn, second);
            return null;
        }
        Shape wanted = operandOf(opcode);
        require(insn, first, wanted);
        boolean shift = opcode >= Opcodes.ISHL && opcode <= Opcodes.LUSHR;
        require(insn, second, shift ? INT : wanted);
        boolean compare = opcode >= Opcodes.LCMP && opcode <= Opcodes.DCMPG;
        return opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ICMPLE ? null
                : compare ? INT : wanted;
    }

    private static Shape operandOf(int opcode) {
        if (opcode >= Opcodes.IADD && opcode <= Opcodes.DREM) {
            return switch ((opcode - Opcodes.IADD) % 4) {
                case 0 -> INT;
                case 1 -> LONG;
                case 2 -> FLOAT;
                default -> DOUBLE;
            };
        }
        if (opcode >= Opcodes.ISHL && opcode <= Opcodes.LXOR) {
            return (opcode - Opcodes.ISHL) % 2 == 0 ? INT : LONG;
        }
        return switch (opcode) {
            case Opcodes.LCMP -> LONG;
            case Opcodes.FCMPL, Opcodes.FCMPG -> FLOAT;
            case Opcodes.DCMPL, Opcodes.DCMPG -> DOUBLE;
            default -> INT;
        };
    }

    private Shape load(AbstractInsnNode insn, Shape array) throws AnalyzerException {
        Shape element = switch (insn.getOpcode()) {
            case Opcodes.LALOAD -> LONG;
            case Opcodes.FALOAD -> FLOAT;
            case Opcodes.DALOAD -> DOUBLE;
            case Opcodes.AALOAD -> null;
            default -> INT;
        };
        if (array instanceof Shape.CaseTable table && insn.getOpcode() == Opcodes.IALOAD) {
            return new Shape.CaseNumber(table);
        }
        requireReference(insn, array);
        if (array instanceof Shape.InPlace inPlace) {
            return requireSame(insn, element == null ? of(inPlace.element()) : element,
                    of(inPlace.element()));
        }
        if (array == NULL) {
            return element == null ? NULL : element;
        }
        if (!(array instanceof Shape.Reference reference)
                || !reference.descriptor().startsWith("[")) {
            throw new AnalyzerException(insn, "an element of what is no array");
        }
        Shape known = of(reference.descriptor().substring(1));
        return requireSame(insn, element == null ? known : element, known);
    }

    @Override
    public Shape ternaryOperation(AbstractInsnNode insn, Shape array, Shape index, Shape value)
            throws AnalyzerException {
        require(insn, index, INT);
        Shape element = switch (insn.getOpcode()) {
            case Opcodes.LASTORE -> LONG;
            case Opcodes.FASTORE -> FLOAT;
            case Opcodes.DASTORE -> DOUBLE;
            case Opcodes.AASTORE -> NULL;
            default -> INT;
        };
        requireSame(insn, value, element);
        requireReference(insn, array);
        return null;
    }

    @Override
    public Shape naryOperation(AbstractInsnNode insn, List<? extends Shape> values)
            throws AnalyzerException {
        if (insn instanceof MultiANewArrayInsnNode array) {
            for (Shape size : values) {
                require(insn, size, INT);
            }
            return of(array.desc);
        }
        String descriptor = insn instanceof MethodInsnNode call ? call.desc
                : ((InvokeDynamicInsnNode) insn).desc;
        Type[] parameters = Type.getArgumentTypes(descriptor);
        int receiver = values.size() - parameters.length;
        if (receiver == 1) {
            requireReference(insn, values.get(0));
        }
        for (int i = 0; i < parameters.length; i++) {
            requireSame(insn, values.get(receiver + i), newValue(parameters[i]));
        }
        return newValue(Type.getReturnType(descriptor));
    }

    @Override
    public void returnOperation(AbstractInsnNode insn, Shape value, Shape expected)
            throws AnalyzerException {
        requireSame(insn, value, expected);
    }

    @Override
    public Shape merge(Shape old, Shape other) {
        if (old.equals(other)) {
            return old;
        }
        if (isPlainReference(old) && isPlainReference(other)) {
            return old == NULL ? other : other == NULL ? old
                    : new Shape.Reference("Ljava/lang/Object;");
        }
        return UNUSABLE;
    }

    private static boolean isPlainReference(Shape shape) {
        return shape == NULL || shape instanceof Shape.Reference;
    }

    private static boolean isReference(Shape shape) {
        return !(shape instanceof Shape.Basic || shape instanceof Shape.CaseNumber)
                || shape == NULL;
    }

    private static void require(AbstractInsnNode insn, Shape value, Shape wanted)
            throws AnalyzerException {
        if (value != wanted) {
            throw new AnalyzerException(insn, "an operand that is no " + wanted, wanted, value);
        }
    }

    private static void requireReference(AbstractInsnNode insn, Shape value)
            throws AnalyzerException {
        if (!isReference(value)) {
            throw new AnalyzerException(insn, "an operand that is no reference", null, value);
        }
    }

    /** Both are references, or the same number type. */
    private static Shape requireSame(AbstractInsnNode insn, Shape value, Shape wanted)
            throws AnalyzerException {
        if (wanted == null || isReference(wanted)) {
            requireReference(insn, value);
        } else {
            require(insn, value, wanted);
        }
        return value;
    }
}

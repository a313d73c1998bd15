package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Interpreter;

/** The types that instructions leave. */
final class SlotInterpreter extends Interpreter<Slot> {
    private static final Type OBJECT = Type.getObjectType("java/lang/Object");
    private static final String PRIMITIVES = "    ZCFDBSIJ";

    private final HostedClasses classes;
    private final Map<AbstractInsnNode, Slot.Null> nulls = new HashMap<>();

    SlotInterpreter(HostedClasses classes) {
        super(Opcodes.ASM9);
        this.classes = classes;
    }

    /** The cell of an {@code aconst_null}. */
    Slot.Null cell(AbstractInsnNode instruction) {
        return nulls.computeIfAbsent(instruction, same -> new Slot.Null());
    }

    private Slot of(Type type) {
        return Slot.of(type, classes);
    }

    @Override
    public Slot newValue(Type type) {
        return type == null ? Slot.NONE : type == Type.VOID_TYPE ? null : of(type);
    }

    @Override
    public Slot newOperation(AbstractInsnNode instruction) {
        return switch (instruction.getOpcode()) {
            case Opcodes.ACONST_NULL -> Slot.ofNull(cell(instruction));
            case Opcodes.LCONST_0, Opcodes.LCONST_1 -> of(Type.LONG_TYPE);
            case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2 -> of(Type.FLOAT_TYPE);
            case Opcodes.DCONST_0, Opcodes.DCONST_1 -> of(Type.DOUBLE_TYPE);
            case Opcodes.LDC -> of(constant(((LdcInsnNode) instruction).cst));
            case Opcodes.GETSTATIC -> of(Type.getType(((FieldInsnNode) instruction).desc));
            case Opcodes.NEW -> Slot.fresh(Type.getObjectType(((TypeInsnNode) instruction).desc),
                    instruction);
            default -> of(Type.INT_TYPE);
        };
    }

    private static Type constant(Object value) {
        return value instanceof Integer ? Type.INT_TYPE : value instanceof Long ? Type.LONG_TYPE
                : value instanceof Float ? Type.FLOAT_TYPE
                : value instanceof Double ? Type.DOUBLE_TYPE
                : value instanceof String ? Type.getObjectType("java/lang/String")
                : value instanceof Type ? Type.getObjectType("java/lang/Class") : OBJECT;
    }

    @Override
    public Slot copyOperation(AbstractInsnNode instruction, Slot value) {
        return value;
    }

    @Override
    public Slot unaryOperation(AbstractInsnNode instruction, Slot value) {
        return switch (instruction.getOpcode()) {
            case Opcodes.GETFIELD -> field((FieldInsnNode) instruction);
            case Opcodes.CHECKCAST -> cast(value,
                    Type.getObjectType(((TypeInsnNode) instruction).desc));
            case Opcodes.NEWARRAY -> of(Type.getType("["
                    + PRIMITIVES.charAt(((IntInsnNode) instruction).operand)));
            case Opcodes.ANEWARRAY -> of(Type.getType("["
                    + Type.getObjectType(((TypeInsnNode) instruction).desc).getDescriptor()));
            case Opcodes.LNEG, Opcodes.I2L, Opcodes.F2L, Opcodes.D2L -> of(Type.LONG_TYPE);
            case Opcodes.FNEG, Opcodes.I2F, Opcodes.L2F, Opcodes.D2F -> of(Type.FLOAT_TYPE);
            case Opcodes.DNEG, Opcodes.I2D, Opcodes.L2D, Opcodes.F2D -> of(Type.DOUBLE_TYPE);
            default -> of(Type.INT_TYPE);
        };
    }

    private Slot cast(Slot value, Type type) {
        return value.kind == Slot.Kind.INLINE ? value : of(type);
    }

    private Slot field(FieldInsnNode instruction) {
        Type type = Type.getType(instruction.desc);
        if (classes.kind(instruction.owner) == ClassKind.STRUCT) {
            StructLayout.Field field = classes.layout(instruction.owner).field(instruction.name);
            if (field != null && field.count() > 0) {
                return Slot.inline(type, field.count(),
                        field.embedded() ? field.size() / field.count() : 0);
            }
        }
        return of(type);
    }

    @Override
    public Slot binaryOperation(AbstractInsnNode instruction, Slot first, Slot second) {
        return switch (instruction.getOpcode()) {
            case Opcodes.AALOAD -> first.type != null && first.type.getSort() == Type.ARRAY
                    ? of(HostedClasses.component(first.type)) : of(OBJECT);
            case Opcodes.LALOAD, Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL, Opcodes.LDIV,
                    Opcodes.LREM, Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR, Opcodes.LAND,
                    Opcodes.LOR, Opcodes.LXOR -> of(Type.LONG_TYPE);
            case Opcodes.FALOAD, Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV,
                    Opcodes.FREM -> of(Type.FLOAT_TYPE);
            case Opcodes.DALOAD, Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV,
                    Opcodes.DREM -> of(Type.DOUBLE_TYPE);
            default -> of(Type.INT_TYPE);
        };
    }

    @Override
    public Slot ternaryOperation(AbstractInsnNode instruction, Slot array, Slot index,
            Slot value) {
        return null;
    }

    @Override
    public Slot naryOperation(AbstractInsnNode instruction, List<? extends Slot> values) {
        if (instruction instanceof MultiANewArrayInsnNode array) {
            return of(Type.getType(array.desc));
        }
        if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            return newValue(Type.getReturnType(dynamic.desc));
        }
        MethodInsnNode call = (MethodInsnNode) instruction;
        return isArrayCopy(call) ? of(Type.getObjectType(call.owner))
                : newValue(Type.getReturnType(call.desc));
    }

    static boolean isObject(Type type) {
        return type.equals(OBJECT);
    }

    static boolean isArrayCopy(MethodInsnNode call) {
        return call.owner.charAt(0) == '[' && call.name.equals("clone");
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, Slot value, Slot expected)
            throws AnalyzerException {
        // What is returned is looked at when it is rewritten.
    }

    @Override
    public Slot merge(Slot first, Slot second) {
        throw new IllegalStateException("frames come from the class file");
    }
}

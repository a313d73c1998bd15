package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.isa.Alu;

/**
 * The pure operations over numbers. An {@code i32} is the sign-extended value of a {@code
 * long}.
 */
public final class Arithmetic {
    private Arithmetic() {
    }

    /** Whether {@link #apply} knows the operation. */
    public static boolean knows(Op op) {
        return op.kind() == Op.Kind.PURE && op != Op.SECOND_RESULT;
    }

    /** @param b ignored by operations of one operand */
    public static long apply(Op op, Object aux, long a, long b) {
        return switch (op) {
            case SET, SET_LONG -> ((Condition) aux).holds(a, b) ? 1 : 0;
            case COMPARE_LONG -> Long.compare(a, b);
            case COMPAREU_LONG -> Integer.signum(Long.compareUnsigned(a, b));
            case SEXT_LONG -> a;
            case ZEXT_LONG -> a & 0xffff_ffffL;
            case LOW -> (int) a;
            case HIGH -> (int) (a >> 32);
            case PAIR -> b << 32 | a & 0xffff_ffffL;
            default -> isLong(op) ? onLongs(op, a, b) : onInts(op, (int) a, (int) b);
        };
    }

    private static boolean isLong(Op op) {
        return op.operand(0) == cleave.toolchain.compiler.ir.Type.I64;
    }

    private static int onInts(Op op, int a, int b) {
        return switch (op) {
            case ADD -> Alu.add(a, b);
            case SUB -> Alu.sub(a, b);
            case AND -> Alu.and(a, b);
            case OR -> Alu.or(a, b);
            case XOR -> Alu.xor(a, b);
            case SLL -> Alu.sll(a, b);
            case SRL -> Alu.srl(a, b);
            case SRA -> Alu.sra(a, b);
            case MUL -> Alu.mul(a, b);
            case MULH -> Alu.mulh(a, b);
            case MULHU -> Alu.mulhu(a, b);
            case MULHSU -> Alu.mulhsu(a, b);
            case DIV -> Alu.div(a, b);
            case DIVU -> Alu.divu(a, b);
            case REM -> Alu.rem(a, b);
            case REMU -> Alu.remu(a, b);
            case SEXT8 -> Alu.sextB(a);
            case ZEXT8 -> a & 0xff;
            case SEXT16 -> Alu.sextH(a);
            case ZEXT16 -> Alu.zextH(a);
            default -> throw new IllegalArgumentException(op + " is no operation on numbers");
        };
    }

    private static long onLongs(Op op, long a, long b) {
        return switch (op) {
            case ADD_LONG -> a + b;
            case SUB_LONG -> a - b;
            case AND_LONG -> a & b;
            case OR_LONG -> a | b;
            case XOR_LONG -> a ^ b;
            case SLL_LONG -> a << b;
            case SRL_LONG -> a >>> b;
            case SRA_LONG -> a >> b;
            case MUL_LONG -> a * b;
            case DIV_LONG -> b == 0 ? -1 : a / b;
            case DIVU_LONG -> b == 0 ? -1 : Long.divideUnsigned(a, b);
            case REM_LONG -> b == 0 ? a : a % b;
            case REMU_LONG -> b == 0 ? a : Long.remainderUnsigned(a, b);
            default -> throw new IllegalArgumentException(op + " is no operation on numbers");
        };
    }
}

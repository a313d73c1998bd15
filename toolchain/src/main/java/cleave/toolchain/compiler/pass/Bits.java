package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;

/** What is known of the bits of a word, from the operations that made it. */
final class Bits {
    private static final int GREATEST_DEPTH = 5;

    private Bits() {
    }

    /** The bits that may be 1. */
    static int possible(Value value) {
        return possible(value, 0);
    }

    static boolean isNonNegative(Value value) {
        return possible(value) >= 0;
    }

    private static int possible(Value value, int depth) {
        if (value.op() == Op.CONST) {
            return value.constant();
        }
        if (depth == GREATEST_DEPTH) {
            return -1;
        }
        return switch (value.op()) {
            case AND -> of(value, 0, depth) & of(value, 1, depth);
            case OR, XOR -> of(value, 0, depth) | of(value, 1, depth);
            case ZEXT8 -> of(value, 0, depth) & 0xff;
            case ZEXT16 -> of(value, 0, depth) & 0xffff;
            case SEXT8 -> widened(of(value, 0, depth), 0x7f);
            case SEXT16 -> widened(of(value, 0, depth), 0x7fff);
            case SET, SET_LONG -> 1;
            case ADD -> sum(of(value, 0, depth), of(value, 1, depth));
            case SLL, SRL, SRA -> value.operand(1).isConst()
                    ? shifted(value, of(value, 0, depth)) : value.op() == Op.SRL
                    ? below(of(value, 0, depth)) : -1;
            case DIVU -> value.operand(1).isConst() && !value.operand(1).isConst(0)
                    ? below(of(value, 0, depth)) : -1;
            case REMU -> value.operand(1).isConst() && !value.operand(1).isConst(0)
                    ? below(value.operand(1).constant() - 1) : -1;
            case LOAD -> loaded(value);
            case PHI -> joined(value, depth);
            default -> -1;
        };
    }

    private static int of(Value value, int operand, int depth) {
        return possible(value.operand(operand), depth + 1);
    }

    private static int widened(int bits, int positive) {
        return (bits & ~positive) == 0 ? bits : -1;
    }

    private static int shifted(Value value, int bits) {
        int by = value.operand(1).constant();
        return switch (value.op()) {
            case SLL -> bits << by;
            case SRL -> bits >>> by;
            default -> bits >> by;
        };
    }

    /** All bits up to the highest of {@code bits}. */
    private static int below(int bits) {
        return bits == 0 ? 0 : -1 >>> Integer.numberOfLeadingZeros(bits);
    }

    private static int sum(int a, int b) {
        int all = below(a | b);
        return all << 1 | (all == 0 ? 0 : 1);
    }

    private static int loaded(Value load) {
        if (load.access().alias().equals(Alias.LENGTH)) {
            return Integer.MAX_VALUE;
        }
        int width = load.access().width().bytes();
        return width == 4 || load.access().signed() ? -1 : (1 << 8 * width) - 1;
    }

    private static int joined(Value phi, int depth) {
        if (phi.operands().size() > 4) {
            return -1;
        }
        int bits = 0;
        for (Value operand : phi.operands()) {
            bits |= operand == phi ? 0 : possible(operand, depth + 2 > GREATEST_DEPTH
                    ? GREATEST_DEPTH : depth + 2);
        }
        return bits;
    }

    /** Whether the value is what the sign extension of its low {@code bits} bits is. */
    static boolean fitsSigned(Value value, int bits) {
        int unused = 32 - bits;
        return switch (value.op()) {
            case CONST -> value.constant() << unused >> unused == value.constant();
            case SEXT8 -> bits >= 8;
            case SEXT16 -> bits >= 16 || fitsSigned(value.operand(0), bits);
            case SRA -> value.operand(1).isConst()
                    && (value.operand(1).constant() & 31) >= unused;
            case LOAD -> value.access().signed() && value.access().width().bytes() * 8 <= bits
                    || possible(value) >>> bits - 1 == 0;
            default -> possible(value) >>> bits - 1 == 0;
        };
    }
}

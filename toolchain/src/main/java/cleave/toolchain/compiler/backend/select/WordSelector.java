package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.backend.machine.Operations;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Instruction;

/** Arithmetic, logic and comparisons of words: immediates where they fit. */
final class WordSelector {
    private static final int WORD_BITS = 32;

    private final Selector selector;

    WordSelector(Selector selector) {
        this.selector = selector;
    }

    void select(Value value) {
        switch (value.op()) {
            case ADD -> withImmediate(value, Instruction.ADDI, 1);
            case SUB -> withImmediate(value, Instruction.ADDI, -1);
            case XOR -> withImmediate(value, Instruction.XORI, 1);
            case OR -> withImmediate(value, Instruction.ORI, 1);
            case AND -> and(value);
            case SLL -> shift(value, Instruction.SLLI);
            case SRL -> shift(value, Instruction.SRLI);
            case SRA -> shift(value, Instruction.SRAI);
            case SEXT8 -> extend(value, Instruction.SRAI, 24);
            case SEXT16 -> extend(value, Instruction.SRAI, 16);
            case ZEXT16 -> extend(value, Instruction.SRLI, 16);
            case ZEXT8 -> selector.emitImmediateTo(selector.result(value), Instruction.ANDI,
                    selector.register(value.operand(0)), 0xff);
            case SET -> set(value);
            default -> plain(value);
        }
    }

    private void plain(Value value) {
        int left = selector.register(value.operand(0));
        int right = selector.register(value.operand(1));
        selector.emitTo(selector.result(value), Operations.instruction(value.op()), left, right);
    }

    /** The immediate is {@code sign} times the constant. */
    private void withImmediate(Value value, Instruction instruction, int sign) {
        Value left = value.operand(0);
        Value right = value.operand(1);
        if (value.op().isCommutative() && left.isConst()) {
            Value other = left;
            left = right;
            right = other;
        }
        if (right.isConst() && Selector.fits(sign * right.constant())) {
            selector.emitImmediateTo(selector.result(value), instruction,
                    selector.register(left), sign * right.constant());
        } else {
            plain(value);
        }
    }

    /** Masks that are no immediate: two shifts, unless a loop has the mask in a register. */
    private void and(Value value) {
        Value right = value.operand(1);
        int mask = right.isConst() ? right.constant() : 0;
        boolean low = mask > 0 && (mask & mask + 1) == 0;
        boolean high = mask < 0 && (-mask & -mask - 1) == 0;
        if (!selector.inLoop() && !Selector.fits(mask) && (low || high)) {
            int bits = low ? Integer.numberOfLeadingZeros(mask)
                    : Integer.numberOfTrailingZeros(mask);
            int half = selector.emitImmediate(low ? Instruction.SLLI : Instruction.SRLI,
                    selector.register(value.operand(0)), bits);
            selector.emitImmediateTo(selector.result(value),
                    low ? Instruction.SRLI : Instruction.SLLI, half, bits);
        } else {
            withImmediate(value, Instruction.ANDI, 1);
        }
    }

    private void shift(Value value, Instruction immediate) {
        if (value.operand(1).isConst()) {
            selector.emitImmediateTo(selector.result(value), immediate,
                    selector.register(value.operand(0)),
                    value.operand(1).constant() & WORD_BITS - 1);
        } else {
            plain(value);
        }
    }

    private void extend(Value value, Instruction right, int bits) {
        int left = selector.emitImmediate(Instruction.SLLI, selector.register(value.operand(0)),
                bits);
        selector.emitImmediateTo(selector.result(value), right, left, bits);
    }

    // ---- comparisons to a number ----

    private void set(Value value) {
        Condition condition = value.condition();
        Value left = value.operand(0);
        Value right = value.operand(1);
        if (left.isConst() && !right.isConst()) {
            condition = condition.swapped();
            left = right;
            right = value.operand(0);
        }
        int result = selector.result(value);
        if (right.isConst() && setByImmediate(result, condition, left, right.constant())) {
            return;
        }
        int a = selector.register(left);
        int b = selector.register(right);
        switch (condition) {
            case EQ, NE -> zeroTest(result, condition, selector.emit(Instruction.XOR, a, b));
            case LT -> selector.emitTo(result, Instruction.SLT, a, b);
            case LTU -> selector.emitTo(result, Instruction.SLTU, a, b);
            case GT -> selector.emitTo(result, Instruction.SLT, b, a);
            case GTU -> selector.emitTo(result, Instruction.SLTU, b, a);
            case GE -> not(result, selector.emit(Instruction.SLT, a, b));
            case GEU -> not(result, selector.emit(Instruction.SLTU, a, b));
            case LE -> not(result, selector.emit(Instruction.SLT, b, a));
            case LEU -> not(result, selector.emit(Instruction.SLTU, b, a));
        }
    }

    private boolean setByImmediate(int result, Condition condition, Value left, int number) {
        switch (condition) {
            case EQ, NE -> {
                if (number == 0) {
                    zeroTest(result, condition, selector.register(left));
                    return true;
                }
                if (!Selector.fits(-number)) {
                    return false;
                }
                zeroTest(result, condition, selector.emitImmediate(Instruction.ADDI,
                        selector.register(left), -number));
                return true;
            }
            case LT, GE -> {
                return below(result, condition == Condition.LT, Instruction.SLTI, left, number);
            }
            case LTU, GEU -> {
                return below(result, condition == Condition.LTU, Instruction.SLTIU, left, number);
            }
            // a <= n is a < n + 1, where that is a number
            case LE, GT -> {
                return number != Integer.MAX_VALUE && below(result, condition == Condition.LE,
                        Instruction.SLTI, left, number + 1);
            }
            case LEU, GTU -> {
                return number != -1 && below(result, condition == Condition.LEU,
                        Instruction.SLTIU, left, number + 1);
            }
        }
        throw new IllegalArgumentException("no condition " + condition);
    }

    private boolean below(int result, boolean positive, Instruction less, Value left,
            int number) {
        if (!Selector.fits(number)) {
            return false;
        }
        if (positive) {
            selector.emitImmediateTo(result, less, selector.register(left), number);
        } else {
            not(result, selector.emitImmediate(less, selector.register(left), number));
        }
        return true;
    }

    private void zeroTest(int result, Condition condition, int register) {
        if (condition == Condition.EQ) {
            selector.emitImmediateTo(result, Instruction.SLTIU, register, 1);
        } else {
            selector.emitTo(result, Instruction.SLTU, 0, register);
        }
    }

    private void not(int result, int register) {
        selector.emitImmediateTo(result, Instruction.XORI, register, 1);
    }
}

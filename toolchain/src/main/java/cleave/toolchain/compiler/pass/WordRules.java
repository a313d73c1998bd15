package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;

/** Rules for operations on words. Constants are second operands by now. */
final class WordRules {
    private final Editor editor;

    WordRules(Editor editor) {
        this.editor = editor;
    }

    Value rewrite(Value value) {
        if (value.op() == Op.SECOND_RESULT || value.operand(0).type() != Type.I32) {
            return null;
        }
        Value a = value.operand(0);
        Value b = value.operands().size() > 1 ? value.operand(1) : null;
        return switch (value.op()) {
            case ADD -> add(value, a, b);
            case SUB -> subtract(a, b);
            case AND -> and(value, a, b);
            case OR -> a == b || b.isConst(0) ? a : b.isConst(-1) ? b : null;
            case XOR -> xor(value, a, b);
            case SLL, SRL, SRA -> shift(value, a, b);
            case MUL -> multiply(a, b);
            case MULHU, MULHSU, MULH -> b.isConst(0) ? b : null;
            case DIV, DIVU, REM, REMU -> divide(value, a, b);
            case SEXT8 -> signExtend(value, a, 8);
            case SEXT16 -> signExtend(value, a, 16);
            case ZEXT8 -> editor.make(Op.AND, a, editor.constant(0xff));
            case ZEXT16 -> Bits.possible(a) >>> 16 == 0 ? a : throughExtension(value, a, 16);
            default -> null;
        };
    }

    private static boolean is(Value value, Op op) {
        return value.op() == op;
    }

    /** Whether the value is {@code op} with a constant second operand. */
    private static boolean isWithConstant(Value value, Op op) {
        return value.op() == op && value.operand(1).isConst();
    }

    private Value add(Value value, Value a, Value b) {
        if (b.isConst(0)) {
            return a;
        }
        if (b.isConst() && isWithConstant(a, Op.ADD)) {
            value.setOperands(a.operand(0),
                    editor.constant(a.operand(1).constant() + b.constant()));
            return value;
        }
        if (b.isConst() && is(a, Op.SYMBOL)) {
            return editor.make(Op.SYMBOL, Type.I32,
                    ((SymbolAddress) a.aux()).plus(b.constant()));
        }
        if (is(a, Op.SUB) && a.operand(1) == b) {
            return a.operand(0);
        }
        if (is(b, Op.SUB) && b.operand(1) == a) {
            return b.operand(0);
        }
        if (is(b, Op.SUB) && b.operand(0).isConst(0)) {
            return editor.make(Op.SUB, a, b.operand(1));
        }
        if (is(a, Op.SUB) && a.operand(0).isConst(0)) {
            return editor.make(Op.SUB, b, a.operand(1));
        }
        return constantOutwards(value, a, b);
    }

    /** (x + c) + y becomes (x + y) + c, so that c reaches the access or another constant. */
    private Value constantOutwards(Value value, Value a, Value b) {
        boolean left = isWithConstant(a, Op.ADD) && !b.isConst() && a.users().size() == 1;
        boolean right = isWithConstant(b, Op.ADD) && b.users().size() == 1;
        if (!left && !right) {
            return null;
        }
        Value inner = left ? a : b;
        Value other = left ? b : a;
        if (other.isConst() || is(inner.operand(0), Op.PHI)) {
            return null;
        }
        return editor.make(Op.ADD, editor.make(Op.ADD, inner.operand(0), other),
                inner.operand(1));
    }

    private Value subtract(Value a, Value b) {
        if (b.isConst()) {
            return editor.make(Op.ADD, a, editor.constant(-b.constant()));
        }
        if (a == b) {
            return editor.constant(0);
        }
        if (is(a, Op.ADD) && (a.operand(0) == b || a.operand(1) == b)) {
            return a.operand(a.operand(0) == b ? 1 : 0);
        }
        if (is(b, Op.SUB) && b.operand(0).isConst(0)) {
            return editor.make(Op.ADD, a, b.operand(1));
        }
        if (isWithConstant(b, Op.ADD) && b.operand(0) == a) {
            return editor.constant(-b.operand(1).constant());
        }
        return null;
    }

    private Value and(Value value, Value a, Value b) {
        if (a == b) {
            return a;
        }
        if (!b.isConst()) {
            return null;
        }
        int mask = b.constant();
        int possible = Bits.possible(a);
        if ((possible & ~mask) == 0) {
            return a;
        }
        if ((possible & mask) == 0) {
            return editor.constant(0);
        }
        if (mask == 0xffff) {
            return editor.make(Op.ZEXT16, a);
        }
        if (isWithConstant(a, Op.AND)) {
            value.setOperands(a.operand(0), editor.constant(a.operand(1).constant() & mask));
            return value;
        }
        int bits = is(a, Op.SEXT8) ? 8 : is(a, Op.SEXT16) || is(a, Op.ZEXT16) ? 16 : 32;
        if (bits < 32 && mask >>> bits == 0) {
            value.setOperand(0, a.operand(0));
            return value;
        }
        if (is(a, Op.LOAD) && a.users().size() == 1 && a.access().signed()
                && !a.access().isVolatile() && a.access().width().bytes() * 8 < 32
                && mask >>> a.access().width().bytes() * 8 == 0) {
            a.setAux(MemoryRules.withSign(a.access(), false));
            return value;
        }
        return null;
    }

    private Value xor(Value value, Value a, Value b) {
        if (a == b) {
            return editor.constant(0);
        }
        if (b.isConst(0)) {
            return a;
        }
        if (b.isConst() && isWithConstant(a, Op.XOR)) {
            value.setOperands(a.operand(0),
                    editor.constant(a.operand(1).constant() ^ b.constant()));
            return value;
        }
        if (b.isConst(1) && is(a, Op.SET)) {
            return editor.make(Op.SET, Type.I32, a.condition().negated(), a.operand(0),
                    a.operand(1));
        }
        return null;
    }

    private Value shift(Value value, Value a, Value b) {
        if (isWithConstant(b, Op.AND) && (b.operand(1).constant() & 31) == 31) {
            value.setOperand(1, b.operand(0));
            return value;
        }
        if (a.isConst(0)) {
            return a;
        }
        if (!b.isConst()) {
            return null;
        }
        int by = b.constant() & 31;
        if (by == 0) {
            return a;
        }
        if (by != b.constant()) {
            value.setOperand(1, editor.constant(by));
            return value;
        }
        if (is(value, Op.SLL) && isWithConstant(a, Op.ADD) && a.users().size() == 1) {
            return editor.make(Op.ADD, editor.make(Op.SLL, a.operand(0), b),
                    editor.constant(a.operand(1).constant() << by));
        }
        if (isWithConstant(a, value.op())) {
            return shiftTwice(value, a, (a.operand(1).constant() & 31) + by);
        }
        if (is(value, Op.SRA) && Bits.isNonNegative(a)) {
            return editor.make(Op.SRL, a, b);
        }
        if (isWithConstant(a, Op.SLL) && a.operand(1).isConst(by)) {
            return shiftBack(value, a.operand(0), by);
        }
        if (is(value, Op.SLL) && isWithConstant(a, Op.SRL) && a.operand(1).isConst(by)
                && by <= 11) {
            return editor.make(Op.AND, a.operand(0), editor.constant(-1 << by));
        }
        return null;
    }

    private Value shiftTwice(Value value, Value a, int by) {
        if (by > 31) {
            if (!is(value, Op.SRA)) {
                return editor.constant(0);
            }
            by = 31;
        }
        value.setOperands(a.operand(0), editor.constant(by));
        return value;
    }

    private Value shiftBack(Value value, Value x, int by) {
        return switch (value.op()) {
            case SRL -> by == 16 ? editor.make(Op.ZEXT16, x) : by >= 21
                    ? editor.make(Op.AND, x, editor.constant(-1 >>> by)) : null;
            case SRA -> by == 24 ? editor.make(Op.SEXT8, x)
                    : by == 16 ? editor.make(Op.SEXT16, x) : null;
            default -> null;
        };
    }

    private Value multiply(Value a, Value b) {
        if (!b.isConst()) {
            return null;
        }
        int by = b.constant();
        if (by == 0) {
            return b;
        }
        if (by == 1) {
            return a;
        }
        if (by == -1) {
            return editor.make(Op.SUB, editor.constant(0), a);
        }
        return Integer.bitCount(by) == 1
                ? editor.make(Op.SLL, a, editor.constant(Integer.numberOfTrailingZeros(by)))
                : null;
    }

    private Value divide(Value value, Value a, Value b) {
        if (!b.isConst() || b.isConst(0)) {
            return null;
        }
        int by = b.constant();
        boolean powerOfTwo = Integer.bitCount(by) == 1;
        int log = Integer.numberOfTrailingZeros(by);
        boolean unsigned = is(value, Op.DIVU) || is(value, Op.REMU)
                || by > 0 && Bits.isNonNegative(a);
        boolean remainder = is(value, Op.REM) || is(value, Op.REMU);
        if (powerOfTwo && unsigned) {
            return remainder ? editor.make(Op.AND, a, editor.constant(by - 1))
                    : editor.make(Op.SRL, a, editor.constant(log));
        }
        if (by == 1 || by == -1 && !unsigned) {
            return remainder ? editor.constant(0) : by == 1 ? a
                    : editor.make(Op.SUB, editor.constant(0), a);
        }
        if (!powerOfTwo || by < 0) {
            return null;
        }
        // Java rounds towards zero: add divisor - 1 to a negative dividend first.
        Value sign = log == 1 ? a : editor.make(Op.SRA, a, editor.constant(31));
        Value round = editor.make(Op.SRL, sign, editor.constant(32 - log));
        Value sum = editor.make(Op.ADD, a, round);
        return remainder
                ? editor.make(Op.SUB, a, editor.make(Op.AND, sum, editor.constant(-by)))
                : editor.make(Op.SRA, sum, editor.constant(log));
    }

    private Value signExtend(Value value, Value a, int bits) {
        if (Bits.fitsSigned(a, bits)) {
            return a;
        }
        if (is(a, Op.LOAD) && a.users().size() == 1 && !a.access().isVolatile()
                && a.access().width().bytes() * 8 == bits) {
            a.setAux(MemoryRules.withSign(a.access(), true));
            return a;
        }
        return throughExtension(value, a, bits);
    }

    /** An extension inside an extension of fewer bits does nothing. */
    private static Value throughExtension(Value value, Value a, int bits) {
        boolean wider = switch (a.op()) {
            case SEXT8, ZEXT8 -> bits <= 8;
            case SEXT16, ZEXT16 -> bits <= 16;
            case AND -> a.operand(1).isConst()
                    && (~a.operand(1).constant() & (1 << bits) - 1) == 0;
            default -> false;
        };
        if (!wider) {
            return null;
        }
        value.setOperand(0, a.operand(0));
        return value;
    }
}

package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;

/** Rules for operations on longs; many more follow from those on words, once longs are lowered. */
final class LongRules {
    private static final long WORD = 0xffff_ffffL;

    private final Editor editor;

    LongRules(Editor editor) {
        this.editor = editor;
    }

    Value rewrite(Value value) {
        if (value.op().kind() != Op.Kind.PURE) {
            return null;
        }
        Value a = value.operand(0);
        Value b = value.operands().size() > 1 ? value.operand(1) : null;
        return switch (value.op()) {
            case LOW -> low(a);
            case HIGH -> high(a);
            case PAIR -> a.op() == Op.LOW && b.op() == Op.HIGH && a.operand(0) == b.operand(0)
                    ? a.operand(0) : b.isConst(0) ? editor.make(Op.ZEXT_LONG, a) : null;
            case ADD_LONG, OR_LONG, XOR_LONG -> isNumber(b, 0) ? a : null;
            case SUB_LONG -> isNumber(b, 0) ? a : null;
            case AND_LONG -> and(a, b);
            case SLL_LONG, SRL_LONG, SRA_LONG ->
                    b.isConst() && (b.constant() & 63) == 0 ? a : null;
            case MUL_LONG -> multiply(a, b);
            case DIV_LONG, DIVU_LONG, REM_LONG, REMU_LONG -> divide(value, a, b);
            default -> null;
        };
    }

    private static boolean isNumber(Value value, long number) {
        return value.isConstLong() && value.constantLong() == number;
    }

    private Value low(Value a) {
        Op narrow = switch (a.op()) {
            case ADD_LONG -> Op.ADD;
            case SUB_LONG -> Op.SUB;
            case AND_LONG -> Op.AND;
            case OR_LONG -> Op.OR;
            case XOR_LONG -> Op.XOR;
            case MUL_LONG -> Op.MUL;
            default -> null;
        };
        if (narrow != null) {
            return a.users().size() > 1 ? null : editor.make(narrow,
                    editor.make(Op.LOW, a.operand(0)), editor.make(Op.LOW, a.operand(1)));
        }
        return switch (a.op()) {
            case PAIR, SEXT_LONG, ZEXT_LONG -> a.operand(0);
            case SRL_LONG, SRA_LONG -> a.operand(1).isConst(32)
                    ? editor.make(Op.HIGH, a.operand(0)) : null;
            case SLL_LONG -> a.operand(1).isConst() && (a.operand(1).constant() & 63) < 32
                    ? editor.make(Op.SLL, editor.make(Op.LOW, a.operand(0)), a.operand(1)) : null;
            default -> null;
        };
    }

    private Value high(Value a) {
        return switch (a.op()) {
            case PAIR -> a.operand(1);
            case ZEXT_LONG -> editor.constant(0);
            case SEXT_LONG -> editor.make(Op.SRA, a.operand(0), editor.constant(31));
            default -> null;
        };
    }

    private Value and(Value a, Value b) {
        if (a == b || isNumber(b, -1)) {
            return a;
        }
        if (isNumber(b, 0)) {
            return b;
        }
        if (isNumber(b, WORD)) {
            return a.op() == Op.ZEXT_LONG ? a
                    : editor.make(Op.ZEXT_LONG, editor.make(Op.LOW, a));
        }
        return null;
    }

    private Value multiply(Value a, Value b) {
        if (!b.isConstLong()) {
            return null;
        }
        long by = b.constantLong();
        return by == 0 ? b : by == 1 ? a : Long.bitCount(by) != 1 ? null
                : editor.make(Op.SLL_LONG, a, editor.constant(Long.numberOfTrailingZeros(by)));
    }

    private Value divide(Value value, Value a, Value b) {
        Op narrow = switch (value.op()) {
            case DIV_LONG, DIVU_LONG -> Op.DIVU;
            default -> Op.REMU;
        };
        boolean remainder = narrow == Op.REMU;
        if (a.op() == Op.ZEXT_LONG && b.isConstLong() && b.constantLong() >>> 32 == 0
                && b.constantLong() != 0) {
            Value by = editor.constant((int) b.constantLong());
            return editor.make(Op.ZEXT_LONG, editor.make(narrow, a.operand(0), by));
        }
        if (!b.isConstLong() || b.constantLong() <= 0 || Long.bitCount(b.constantLong()) != 1) {
            return null;
        }
        int log = Long.numberOfTrailingZeros(b.constantLong());
        if (value.op() == Op.DIVU_LONG) {
            return editor.make(Op.SRL_LONG, a, editor.constant(log));
        }
        if (value.op() == Op.REMU_LONG) {
            return editor.make(Op.AND_LONG, a, editor.constantLong(b.constantLong() - 1));
        }
        if (log == 0) {
            return remainder ? editor.make(Op.CONST_LONG, Type.I64, 0L) : a;
        }
        // Java rounds towards zero: add divisor - 1 to a negative dividend first.
        Value sign = editor.make(Op.SRA_LONG, a, editor.constant(63));
        Value round = editor.make(Op.SRL_LONG, sign, editor.constant(64 - log));
        Value sum = editor.make(Op.ADD_LONG, a, round);
        if (!remainder) {
            return editor.make(Op.SRA_LONG, sum, editor.constant(log));
        }
        Value whole = editor.make(Op.AND_LONG, sum, editor.constantLong(-1L << log));
        return editor.make(Op.SUB_LONG, a, whole);
    }
}

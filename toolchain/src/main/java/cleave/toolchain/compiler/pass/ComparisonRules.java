package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;

/** Rules for SET and BRANCH over words and longs: comparisons of comparisons become one. */
final class ComparisonRules {
    private final Editor editor;

    ComparisonRules(Editor editor) {
        this.editor = editor;
    }

    Value rewrite(Value value) {
        Value a = value.operand(0);
        Value b = value.operand(1);
        if (Simplifier.isNumber(a) && !Simplifier.isNumber(b)) {
            return change(value, value.condition().swapped(), b, a);
        }
        boolean isSet = value.op() == Op.SET || value.op() == Op.SET_LONG;
        if (a == b && isSet) {
            return editor.constant(value.condition().holds(0, 0) ? 1 : 0);
        }
        if (a.type() != Type.I32) {
            return null;
        }
        if (b.isConst()) {
            Value found = withConstant(value, a, b.constant(), isSet);
            if (found != null) {
                return found;
            }
        }
        return flipped(a) && (flipped(b) || b.isConst()) && !value.condition().isUnsigned()
                ? unflip(value, a, b) : null;
    }

    private static Value change(Value value, Condition condition, Value a, Value b) {
        value.setAux(condition);
        value.setOperands(a, b);
        return value;
    }

    /** x ^ 0x80000000, by which signed comparisons are made to compare unsigned numbers. */
    private static boolean flipped(Value value) {
        return (value.op() == Op.XOR || value.op() == Op.ADD)
                && value.operand(1).isConst(Integer.MIN_VALUE);
    }

    private Value unflip(Value value, Value a, Value b) {
        Condition condition = switch (value.condition()) {
            case LT -> Condition.LTU;
            case GE -> Condition.GEU;
            case GT -> Condition.GTU;
            case LE -> Condition.LEU;
            default -> value.condition();
        };
        Value other = b.isConst() ? editor.constant(b.constant() ^ Integer.MIN_VALUE)
                : b.operand(0);
        return change(value, condition, a.operand(0), other);
    }

    private Value withConstant(Value value, Value a, int c, boolean isSet) {
        Condition condition = value.condition();
        Condition normal = normal(condition, c);
        if (normal != null) {
            return change(value, normal, a, c == 0 ? value.operand(1) : editor.constant(0));
        }
        if (isSet && isBoolean(a) && (condition == Condition.NE && c == 0
                || condition == Condition.EQ && c == 1)) {
            return a;
        }
        if (a.op() == Op.COMPARE_LONG || a.op() == Op.COMPAREU_LONG) {
            return c == 0 ? compareLongs(value, a, isSet) : null;
        }
        if (a.op() == Op.SET || a.op() == Op.SET_LONG) {
            return ofSet(value, a, c, isSet);
        }
        boolean equality = condition == Condition.EQ || condition == Condition.NE;
        if (equality && a.op() == Op.ADD && a.operand(1).isConst()) {
            return change(value, condition, a.operand(0),
                    editor.constant(c - a.operand(1).constant()));
        }
        if (equality && a.op() == Op.XOR && a.operand(1).isConst()) {
            return change(value, condition, a.operand(0),
                    editor.constant(c ^ a.operand(1).constant()));
        }
        if (equality && c == 0 && (a.op() == Op.SUB || a.op() == Op.XOR)) {
            return change(value, condition, a.operand(0), a.operand(1));
        }
        return c == 0 && a.op() == Op.SUB ? ofOrder(value, a) : null;
    }

    /** The same comparison with zero, where there is one. */
    private static Condition normal(Condition condition, int c) {
        return switch (condition) {
            case LT -> c == 1 ? Condition.LE : null;
            case GE -> c == 1 ? Condition.GT : null;
            case GT -> c == -1 ? Condition.GE : null;
            case LE -> c == -1 ? Condition.LT : null;
            case LTU -> c == 1 ? Condition.EQ : null;
            case GEU -> c == 1 ? Condition.NE : null;
            case GTU -> c == 0 ? Condition.NE : null;
            case LEU -> c == 0 ? Condition.EQ : null;
            default -> null;
        };
    }

    private static boolean isBoolean(Value value) {
        return (Bits.possible(value) & ~1) == 0;
    }

    private Value compareLongs(Value value, Value compare, boolean isSet) {
        Condition condition = value.condition();
        if (condition.isUnsigned()) {
            return null;
        }
        if (compare.op() == Op.COMPAREU_LONG) {
            condition = unsigned(condition);
        }
        if (isSet) {
            return editor.make(Op.SET_LONG, Type.I32, condition, compare.operand(0),
                    compare.operand(1));
        }
        value.become(Op.BRANCH_LONG, condition);
        value.setOperands(compare.operand(0), compare.operand(1));
        return value;
    }

    private static Condition unsigned(Condition condition) {
        return switch (condition) {
            case LT -> Condition.LTU;
            case GE -> Condition.GEU;
            case GT -> Condition.GTU;
            case LE -> Condition.LEU;
            default -> condition;
        };
    }

    /** (a c b) == 0 and its like: the comparison inside, or its opposite. */
    private Value ofSet(Value value, Value set, int c, boolean isSet) {
        boolean forZero = value.condition().holds(0, c);
        boolean forOne = value.condition().holds(1, c);
        if (forZero == forOne) {
            return isSet ? editor.constant(forOne ? 1 : 0) : null;
        }
        Condition condition = forOne ? set.condition() : set.condition().negated();
        if (isSet) {
            return editor.make(set.op(), Type.I32, condition, set.operand(0), set.operand(1));
        }
        value.become(set.op() == Op.SET ? Op.BRANCH : Op.BRANCH_LONG, condition);
        value.setOperands(set.operand(0), set.operand(1));
        return value;
    }

    /** (b > a) - (b < a) compared with zero, as the unsigned comparison of the JDK is made. */
    private Value ofOrder(Value value, Value difference) {
        Value greater = difference.operand(0);
        Value less = difference.operand(1);
        if (greater.op() != Op.SET || less.op() != Op.SET || value.condition().isUnsigned()) {
            return null;
        }
        Condition strict = less.condition();
        if (strict == Condition.GT || strict == Condition.GTU) {
            return orderOf(value, greater, less.operand(1), less.operand(0), strict.swapped());
        }
        return strict == Condition.LT || strict == Condition.LTU
                ? orderOf(value, greater, less.operand(0), less.operand(1), strict) : null;
    }

    private Value orderOf(Value value, Value greater, Value a, Value b, Condition less) {
        boolean straight = greater.condition() == less.swapped() && greater.operand(0) == a
                && greater.operand(1) == b;
        boolean crossed = greater.condition() == less && greater.operand(0) == b
                && greater.operand(1) == a;
        if (!straight && !crossed) {
            return null;
        }
        return change(value, less == Condition.LTU ? unsigned(value.condition())
                : value.condition(), a, b);
    }
}

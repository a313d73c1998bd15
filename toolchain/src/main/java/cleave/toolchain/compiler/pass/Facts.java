package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What branches and checks have shown on every way to the place that is looked at, and what follows
 * from it. Facts are taken back when the walk leaves the block that showed them.
 */
final class Facts {
    private record Fact(Condition condition, Value other) {
    }

    private final Dominators dominators;
    private final Map<Value, List<Fact>> facts = new HashMap<>();
    private final Deque<Value> shown = new ArrayDeque<>();

    Facts(Dominators dominators) {
        this.dominators = dominators;
    }

    int mark() {
        return shown.size();
    }

    void release(int mark) {
        while (shown.size() > mark) {
            List<Fact> list = facts.get(shown.pop());
            list.remove(list.size() - 1);
        }
    }

    void show(Condition condition, Value a, Value b) {
        add(condition, a, b);
        add(condition.swapped(), b, a);
    }

    private void add(Condition condition, Value a, Value b) {
        facts.computeIfAbsent(a, unused -> new ArrayList<>()).add(new Fact(condition, b));
        shown.push(a);
    }

    /** Whether {@code a condition b} is known to hold. */
    boolean holds(Condition condition, Value a, Value b) {
        if (a.isConst() && b.isConst()) {
            return condition.holds(a.constant(), b.constant());
        }
        for (Fact fact : facts.getOrDefault(a, List.of())) {
            if (fact.other() == b && implies(fact.condition(), condition)
                    || fact.other().isConst() && b.isConst() && impliesConstant(fact.condition(),
                    fact.other().constant(), condition, b.constant())) {
                return true;
            }
        }
        return switch (condition) {
            case GE -> b.isConst() && b.constant() <= 0 && isNonNegative(a);
            case NE -> b.isConst(0) && isPositive(a);
            default -> false;
        };
    }

    private static boolean implies(Condition known, Condition wanted) {
        return known == wanted || switch (known) {
            case EQ -> wanted == Condition.GE || wanted == Condition.LE
                    || wanted == Condition.GEU || wanted == Condition.LEU;
            case LT -> wanted == Condition.LE || wanted == Condition.NE;
            case GT -> wanted == Condition.GE || wanted == Condition.NE;
            case LTU -> wanted == Condition.LEU || wanted == Condition.NE;
            case GTU -> wanted == Condition.GEU || wanted == Condition.NE;
            default -> false;
        };
    }

    private static boolean impliesConstant(Condition known, int c, Condition wanted, int d) {
        return switch (known) {
            case EQ -> wanted.holds(c, d);
            case LT, LE -> (wanted == Condition.LT || wanted == Condition.LE
                    || wanted == Condition.NE)
                    && strict(wanted, Condition.LT)
                            .holds(known == Condition.LT ? (long) c - 1 : c, d);
            case GT, GE -> (wanted == Condition.GT || wanted == Condition.GE
                    || wanted == Condition.NE)
                    && strict(wanted, Condition.GT)
                            .holds(known == Condition.GT ? (long) c + 1 : c, d);
            case LTU -> c != 0 && (wanted == Condition.LTU && Integer.compareUnsigned(c, d) <= 0
                    || wanted == Condition.LT && d >= c && c > 0
                    || wanted == Condition.GE && c > 0 && d <= 0);
            default -> false;
        };
    }

    /** A bound shows that a value is another one only if all values within the bound are. */
    private static Condition strict(Condition wanted, Condition side) {
        return wanted == Condition.NE ? side : wanted;
    }

    private boolean isPositive(Value value) {
        if (value.op() == Op.SYMBOL) {
            return true;
        }
        for (Fact fact : facts.getOrDefault(value, List.of())) {
            if (fact.condition() == Condition.GT && (fact.other().isConst()
                    && fact.other().constant() >= 0)) {
                return true;
            }
        }
        return false;
    }

    boolean isNonNegative(Value value) {
        if (Bits.isNonNegative(value)) {
            return true;
        }
        for (Fact fact : facts.getOrDefault(value, List.of())) {
            if (fact.other().isConst() && impliesConstant(fact.condition(),
                    fact.other().constant(), Condition.GE, 0)
                    || fact.condition() == Condition.LTU
                    && Bits.isNonNegative(fact.other())) {
                return true;
            }
        }
        return value.op() == Op.PHI && isRising(value);
    }

    /** Begins non-negative, and is only ever made greater by one where it is below something. */
    private boolean isRising(Value phi) {
        for (Value operand : phi.operands()) {
            boolean step = operand.op() == Op.ADD && operand.operand(0) == phi
                    && operand.operand(1).isConst(1) && isBelowSomething(phi, operand.block());
            if (!step && operand != phi && !Bits.isNonNegative(operand)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every way from the phi to {@code block} passes a test that finds it below. */
    private boolean isBelowSomething(Value phi, Block block) {
        for (Value user : phi.users()) {
            Block test = user.block();
            if (user.op() == Op.BRANCH && test.terminator() == user
                    && user.operand(0) != user.operand(1)) {
                if (holdsAfter(user, phi, Condition.LT, block)) {
                    return true;
                }
            }
            if (user.op() == Op.CHECK_INDEX && user.operand(0) == phi
                    && Bits.isNonNegative(user.operand(1)) && test != block
                    && dominators.dominates(test, block)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the branch shows {@code value condition something} on every way to {@code block}. */
    private boolean holdsAfter(Value branch, Value value, Condition condition, Block block) {
        Condition found = branch.operand(0) == value ? branch.condition()
                : branch.condition().swapped();
        return found == condition && leadsTo(branch.block(), 0, block)
                || found == condition.negated() && leadsTo(branch.block(), 1, block);
    }

    private boolean leadsTo(Block test, int way, Block block) {
        Block target = test.successors().get(way);
        return target.predecessors().size() == 1 && dominators.dominates(target, block);
    }

    /** Whether {@code 0 <= index < length}. */
    boolean isIndex(Value index, Value length) {
        if (holds(Condition.LTU, index, length)) {
            return true;
        }
        if (length.isConst() && length.constant() > 0) {
            int possible = Bits.possible(index);
            if (possible >= 0 && possible < length.constant()) {
                return true;
            }
        }
        if (!isNonNegative(index)) {
            return false;
        }
        return holds(Condition.LT, index, length) || isLess(index, length);
    }

    /** A value that is known to be non-negative, as a difference from the length or an index. */
    private boolean isLess(Value index, Value length) {
        if (index.op() == Op.PHI) {
            return isFalling(index, length);
        }
        if (index.op() != Op.ADD || !index.operand(1).isConst()) {
            return false;
        }
        int step = index.operand(1).constant();
        Value from = index.operand(0);
        return step < 0 && step > Integer.MIN_VALUE && Bits.isNonNegative(length)
                && (from == length || isNonNegative(from)
                && (holds(Condition.LT, from, length) || holds(Condition.LE, from, length)));
    }

    /** Begins below the length, and is only made less where it is not negative. */
    private boolean isFalling(Value phi, Value length) {
        for (Value operand : phi.operands()) {
            boolean isStep = operand.op() == Op.ADD && operand.operand(1).isConst()
                    && operand.operand(1).constant() < 0;
            boolean below = isStep && operand.operand(0) == phi
                    ? isNotNegativeAt(phi, operand.block())
                    : isStep && operand.operand(0) == length && Bits.isNonNegative(length);
            if (!below) {
                return false;
            }
        }
        return true;
    }

    private boolean isNotNegativeAt(Value phi, Block block) {
        return phi.users().stream().anyMatch(user -> user.op() == Op.BRANCH
                && (user.operand(1).isConst(0) || user.operand(0).isConst(0))
                && holdsAfter(user, phi, Condition.GE, block));
    }
}

package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.eval.Arithmetic;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Rewrites values by local rules until none applies: constants are folded, operations brought to
 * canonical forms (the constant second), and what is known to do nothing is left out.
 */
final class Simplifier {
    private final Deque<Value> open = new ArrayDeque<>();
    private final BitSet isOpen = new BitSet();
    private final Editor editor;
    private final WordRules words;
    private final LongRules longs;
    private final ComparisonRules comparisons;
    private final MemoryRules memory;
    private boolean changed;

    private Simplifier(Function function, Constants constants) {
        this.editor = new Editor(function, this::add);
        this.words = new WordRules(editor);
        this.longs = new LongRules(editor);
        this.comparisons = new ComparisonRules(editor);
        this.memory = new MemoryRules(editor, constants);
    }

    static boolean run(Function function, Constants constants) {
        Simplifier simplifier = new Simplifier(function, constants);
        for (Block block : function.blocks()) {
            block.values().forEach(simplifier::add);
        }
        simplifier.run();
        return simplifier.changed;
    }

    private void add(Value value) {
        if (!isOpen.get(value.id())) {
            isOpen.set(value.id());
            open.add(value);
        }
    }

    private void run() {
        while (!open.isEmpty()) {
            Value value = open.remove();
            isOpen.clear(value.id());
            if (value.block() == null) {
                continue;
            }
            Value by = rewrite(value);
            if (by == null) {
                continue;
            }
            changed = true;
            value.users().forEach(this::add);
            List<Value> operands = List.copyOf(value.operands());
            if (by == value) {
                add(value);
            } else {
                value.replaceBy(by);
                add(by);
                value.block().remove(value);
            }
            operands.forEach(this::add);
        }
    }

    /** Another value for it; itself when it was changed in place; null when no rule applies. */
    private Value rewrite(Value value) {
        editor.before(value);
        if (Arithmetic.knows(value.op())) {
            Value folded = fold(value);
            if (folded != null) {
                return folded;
            }
            if (value.op().isCommutative() && isNumber(value.operand(0))
                    && !isNumber(value.operand(1))) {
                value.setOperands(value.operand(1), value.operand(0));
                return value;
            }
        }
        return switch (value.op()) {
            case PHI -> sameOperand(value);
            case SET, BRANCH, SET_LONG, BRANCH_LONG -> comparisons.rewrite(value);
            case LOAD, LOAD_LONG, STORE, STORE_LONG -> memory.rewrite(value);
            case LOW, HIGH, PAIR, SEXT_LONG, ZEXT_LONG -> longs.rewrite(value);
            default -> value.type() == Type.I64 ? longs.rewrite(value)
                    : value.op().kind() == Op.Kind.PURE ? words.rewrite(value) : null;
        };
    }

    static boolean isNumber(Value value) {
        return value.isConst() || value.isConstLong();
    }

    static long number(Value value) {
        return value.isConst() ? value.constant() : value.constantLong();
    }

    private Value fold(Value value) {
        for (Value operand : value.operands()) {
            if (!isNumber(operand)) {
                return null;
            }
        }
        long b = value.operands().size() > 1 ? number(value.operand(1)) : 0;
        return editor.number(value.type(),
                Arithmetic.apply(value.op(), value.aux(), number(value.operand(0)), b));
    }

    /** The only operand of a phi besides itself. */
    private static Value sameOperand(Value phi) {
        Value same = null;
        for (Value operand : phi.operands()) {
            if (operand != phi && operand != same) {
                if (same != null) {
                    return null;
                }
                same = operand;
            }
        }
        return same;
    }
}

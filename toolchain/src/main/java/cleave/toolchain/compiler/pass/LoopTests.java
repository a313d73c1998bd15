package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.List;

/**
 * A counter that only the test at the bottom of its loop looks at gives way to another variable of
 * the loop: {@code ++i < n} becomes {@code p != end}. The loop must be entered by a test that finds
 * the counter below its limit, and the other variable must be an address or a checked index in each
 * turn: there is too little memory for it to wrap.
 */
final class LoopTests {
    private final Function function;
    private final Loops.Loop loop;
    private final Block header;
    private int inside;

    private LoopTests(Function function, Loops.Loop loop) {
        this.function = function;
        this.loop = loop;
        this.header = loop.header();
    }

    static boolean run(Function function) {
        boolean changed = false;
        for (Loops.Loop loop : new Loops(function).all()) {
            changed |= new LoopTests(function, loop).replace();
        }
        return changed;
    }

    private boolean replace() {
        if (header.predecessors().size() != 2) {
            return false;
        }
        inside = loop.contains(header.predecessors().get(0)) ? 0 : 1;
        Block latch = header.predecessors().get(inside);
        Block preheader = header.predecessors().get(1 - inside);
        Value test = latch.terminator();
        if (test.op() != Op.BRANCH || loop.contains(preheader)
                || preheader.successors().size() != 1) {
            return false;
        }
        boolean staysFirst = latch.successors().get(0) == header;
        Condition stay = staysFirst ? test.condition() : test.condition().negated();
        Value next = test.operand(0);
        Value limit = test.operand(1);
        if (stay != Condition.LT || next.op() != Op.ADD || !next.operand(1).isConst(1)
                || loop.contains(limit.block())) {
            return false;
        }
        Value counter = next.operand(0);
        if (counter.op() != Op.PHI || counter.block() != header
                || counter.operand(inside) != next || !isForTestOnly(counter, next, test)
                || !isGuarded(preheader, counter.operand(1 - inside), limit)) {
            return false;
        }
        Value pointer = pointer(counter, latch);
        if (pointer == null) {
            return false;
        }
        Value end = end(preheader, pointer, counter.operand(1 - inside), limit);
        test.setAux(staysFirst ? Condition.NE : Condition.EQ);
        test.setOperands(pointer.operand(inside), end);
        return true;
    }

    private static boolean isForTestOnly(Value counter, Value next, Value test) {
        return onlyUsers(counter, next) && onlyUsers(next, counter, test);
    }

    private static boolean onlyUsers(Value value, Value... allowed) {
        return value.users().stream().allMatch(user -> user.op() == Op.LOCAL
                || List.of(allowed).contains(user));
    }

    /** Whether the loop is entered only where {@code start < limit}. */
    private static boolean isGuarded(Block preheader, Value start, Value limit) {
        if (start.isConst() && limit.isConst()) {
            return start.constant() < limit.constant();
        }
        Block block = preheader;
        for (int i = 0; i < 4 && block.predecessors().size() == 1; i++) {
            Block from = block.predecessors().get(0);
            Value end = from.terminator();
            if (end.op() == Op.BRANCH) {
                Condition condition = from.successors().get(0) == block ? end.condition()
                        : end.condition().negated();
                if (condition == Condition.LT && end.operand(0) == start
                        && end.operand(1) == limit
                        || condition == Condition.GT && end.operand(0) == limit
                        && end.operand(1) == start) {
                    return true;
                }
            }
            block = from;
        }
        return false;
    }

    /** Another phi that an access in each turn uses, and that steps by 1, 2, 4, ... bytes. */
    private Value pointer(Value counter, Block latch) {
        for (Value phi : header.phis()) {
            Value next = phi.operand(inside);
            if (phi != counter && phi.type() == Type.I32 && next.op() == Op.ADD
                    && next.operand(0) == phi && next.operand(1).isConst()
                    && Integer.bitCount(next.operand(1).constant()) == 1
                    && next.operand(1).constant() > 0 && isAccessed(phi)) {
                return phi;
            }
        }
        return null;
    }

    private boolean isAccessed(Value phi) {
        return phi.users().stream().anyMatch(user -> user.block() == header
                && (user.op() == Op.LOAD || user.op() == Op.STORE || user.op() == Op.CHECK_INDEX)
                && user.operand(0) == phi);
    }

    private Value end(Block preheader, Value pointer, Value start, Value limit) {
        int log = Integer.numberOfTrailingZeros(
                pointer.operand(inside).operand(1).constant());
        Value turns = before(preheader, Op.SUB, limit, start);
        Value shift = function.newValue(Op.CONST, Type.I32, log, null);
        preheader.appendBeforeTerminator(shift);
        return before(preheader, Op.ADD, pointer.operand(1 - inside),
                before(preheader, Op.SLL, turns, shift));
    }

    private Value before(Block preheader, Op op, Value a, Value b) {
        Value value = function.newValue(op, null, preheader.terminator().position(), a, b);
        preheader.appendBeforeTerminator(value);
        return value;
    }
}

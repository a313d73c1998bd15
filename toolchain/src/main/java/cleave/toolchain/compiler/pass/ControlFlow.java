package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Simplifies the graph: decided branches become jumps, chains of blocks one block, empty blocks are
 * skipped, and a way on which a branch behind a phi is decided leads past that branch.
 */
final class ControlFlow {
    private final Function function;
    private boolean changed;

    private ControlFlow(Function function) {
        this.function = function;
    }

    static boolean run(Function function) {
        ControlFlow flow = new ControlFlow(function);
        boolean any = false;
        do {
            flow.changed = false;
            flow.pass();
            any |= flow.changed;
        } while (flow.changed);
        return any;
    }

    private void pass() {
        List.copyOf(function.blocks()).forEach(this::decide);
        if (changed) {
            function.removeUnreachable();
        }
        for (Block block : List.copyOf(function.blocks())) {
            if (block.terminator() != null) {
                merge(block);
            }
        }
        for (Block block : List.copyOf(function.blocks())) {
            if (block.terminator() != null && block != function.entry()
                    && !block.predecessors().isEmpty() && !skip(block)) {
                thread(block);
            }
        }
        for (Block block : List.copyOf(function.blocks())) {
            if (block.terminator() != null && block.terminator().op() == Op.BRANCH) {
                changed |= Conditionals.convert(function, block);
            }
        }
        if (changed) {
            function.removeUnreachable();
        }
    }

    // ---- decided branches ----

    private void decide(Block block) {
        Value end = block.terminator();
        switch (end.op()) {
            case BRANCH, BRANCH_LONG -> {
                Value a = end.operand(0);
                Value b = end.operand(1);
                if (a == b) {
                    jump(block, end.condition().holds(0, 0) ? 0 : 1);
                } else if (Simplifier.isNumber(a) && Simplifier.isNumber(b)) {
                    jump(block, end.condition().holds(Simplifier.number(a), Simplifier.number(b))
                            ? 0 : 1);
                }
            }
            case SWITCH -> decideSwitch(block, end);
            default -> { }
        }
    }

    private void jump(Block block, int way) {
        Block target = block.successors().get(way);
        for (Block successor : List.copyOf(block.successors())) {
            if (successor != target) {
                block.removeSuccessor(successor);
            }
        }
        block.terminator().clearOperands();
        block.terminator().become(Op.JUMP, null);
        changed = true;
    }

    private void decideSwitch(Block block, Value end) {
        SwitchTable table = (SwitchTable) end.aux();
        if (end.operand(0).isConst()) {
            jump(block, table.successor(end.operand(0).constant()));
            return;
        }
        if (block.successors().size() == 1) {
            jump(block, 0);
            return;
        }
        SortedMap<Integer, Integer> needed = new TreeMap<>(table.successors());
        int possible = Bits.possible(end.operand(0));
        needed.values().removeIf(way -> way == 0);
        if (needed.size() == 1 && (needed.firstKey() & ~possible) == 0) {
            end.become(Op.BRANCH, cleave.toolchain.compiler.ir.Condition.NE);
            Value key = function.newValue(Op.CONST, Type.I32, needed.firstKey(), end.position());
            block.appendBeforeTerminator(key);
            end.addOperand(key);
            changed = true;
        }
    }

    // ---- chains ----

    private void merge(Block block) {
        while (block.successors().size() == 1) {
            Block next = block.successors().get(0);
            if (next == block || next.predecessors().size() != 1 || next == function.entry()) {
                return;
            }
            for (Value phi : List.copyOf(next.phis())) {
                Value only = phi.operand(0);
                phi.replaceBy(only);
                next.remove(phi);
            }
            block.remove(block.terminator());
            block.removeSuccessor(next);
            next.takeAll().forEach(block::append);
            for (Block successor : List.copyOf(next.successors())) {
                successor.replacePredecessor(next, block);
            }
            changed = true;
        }
    }

    // ---- empty blocks ----

    private boolean skip(Block block) {
        if (block.terminator().op() != Op.JUMP
                || size(block) != block.phis().size() + 1) {
            return false;
        }
        Block target = block.successors().get(0);
        if (target == block || !phisEndIn(block, target)) {
            return false;
        }
        boolean any = false;
        for (Block predecessor : List.copyOf(block.predecessors())) {
            if (predecessor == block) {
                continue;
            }
            if (!predecessor.successors().contains(target)) {
                redirect(predecessor, block, target);
                any = true;
            } else if (predecessor.successors().size() == 2 && isSame(predecessor, block, target)) {
                jump(predecessor, predecessor.successors().indexOf(target));
                any = true;
            }
        }
        changed |= any;
        return block.predecessors().isEmpty();
    }

    /** Whether it makes no difference to go from {@code from} to {@code target} by that block. */
    private static boolean isSame(Block from, Block by, Block target) {
        int straight = target.predecessors().indexOf(from);
        int around = target.predecessors().indexOf(by);
        int way = by.predecessors().indexOf(from);
        for (Value phi : target.phis()) {
            if (phi.operand(straight) != through(phi.operand(around), by, way)) {
                return false;
            }
        }
        return true;
    }

    /** Whether phis of {@code block} are used only by its own phis, its end and phis of targets. */
    private static boolean phisEndIn(Block block, Block... targets) {
        for (Value phi : block.phis()) {
            for (Value user : phi.users()) {
                if (user.op() == Op.LOCAL) {
                    continue;
                }
                if (user == block.terminator()) {
                    continue;
                }
                if (user.op() != Op.PHI || !isIn(user.block(), targets)
                        || !onlyFrom(user, phi, block)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isIn(Block block, Block... targets) {
        for (Block target : targets) {
            if (target == block) {
                return true;
            }
        }
        return false;
    }

    private static boolean onlyFrom(Value user, Value phi, Block block) {
        for (int i = 0; i < user.operands().size(); i++) {
            if (user.operand(i) == phi && user.block().predecessors().get(i) != block) {
                return false;
            }
        }
        return true;
    }

    /** The edge {@code from -> by} leads to {@code target} at once. */
    private void redirect(Block from, Block by, Block target) {
        int way = by.predecessors().indexOf(from);
        int out = target.predecessors().indexOf(by);
        List<Value> incoming = new ArrayList<>();
        for (Value phi : target.phis()) {
            Value value = phi.operand(out);
            incoming.add(value.op() == Op.PHI && value.block() == by ? value.operand(way) : value);
        }
        for (Value phi : by.phis()) {
            List.copyOf(phi.users()).stream()
                    .filter(user -> user.op() == Op.LOCAL && user.block() != by)
                    .forEach(Value::clearOperands);
        }
        keepMarks(from, by, way);
        from.redirect(by, target);
        for (int i = 0; i < incoming.size(); i++) {
            target.phis().get(i).addOperand(incoming.get(i));
        }
    }

    /** What the debugger is told in the block that is skipped, where one way only leads to it. */
    private void keepMarks(Block from, Block by, int way) {
        if (from.successors().size() > 1) {
            return;
        }
        for (Value mark : by.values()) {
            if (mark.op() == Op.LOCAL) {
                Value copy = function.newValue(Op.LOCAL, mark.aux(), mark.position());
                mark.operands().forEach(each -> copy.addOperand(through(each, by, way)));
                from.appendBeforeTerminator(copy);
            }
        }
    }

    /** How many values a block has; the debugger's marks do not count, nor change what is done. */
    static int size(Block block) {
        int size = 0;
        for (Value value : block.values()) {
            size += value.op() == Op.LOCAL ? 0 : 1;
        }
        return size;
    }

    // ---- branches that are decided on some ways ----

    private void thread(Block block) {
        Value end = block.terminator();
        if (end.op() != Op.BRANCH || size(block) != block.phis().size() + 1
                || block.phis().isEmpty()
                || !phisEndIn(block, block.successors().toArray(new Block[0]))) {
            return;
        }
        for (Block predecessor : List.copyOf(block.predecessors())) {
            int way = block.predecessors().indexOf(predecessor);
            Value a = through(end.operand(0), block, way);
            Value b = through(end.operand(1), block, way);
            if (!a.isConst() || !b.isConst() || predecessor == block) {
                continue;
            }
            boolean holds = end.condition().holds(a.constant(), b.constant());
            Block target = block.successors().get(holds ? 0 : 1);
            if (target != block && !predecessor.successors().contains(target)) {
                redirect(predecessor, block, target);
                changed = true;
            }
        }
    }

    private static Value through(Value value, Block block, int way) {
        return value.op() == Op.PHI && value.block() == block ? value.operand(way) : value;
    }
}

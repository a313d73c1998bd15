package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Branches around nothing but the choice of a value become values: {@code c ? 1 : 0} is SET, {@code
 * if (c) n++} adds it.
 */
final class Conditionals {
    private final Function function;
    private final Block block;
    private final Value branch;

    private Conditionals(Function function, Block block) {
        this.function = function;
        this.block = block;
        this.branch = block.terminator();
    }

    static boolean convert(Function function, Block block) {
        return new Conditionals(function, block).convert();
    }

    private boolean convert() {
        Block then = block.successors().get(0);
        Block otherwise = block.successors().get(1);
        Block join = isSide(then) ? then.successors().get(0) : then;
        if (join == block || (isSide(otherwise) ? otherwise.successors().get(0) : otherwise)
                != join || !isSide(then) && !isSide(otherwise)) {
            return false;
        }
        Block fromThen = then == join ? block : then;
        Block fromOtherwise = otherwise == join ? block : otherwise;
        if (fromThen == fromOtherwise) {
            return false;
        }
        int one = join.predecessors().indexOf(fromThen);
        int other = join.predecessors().indexOf(fromOtherwise);
        int choices = 0;
        for (Value phi : join.phis()) {
            if (phi.operand(one) != phi.operand(other)) {
                choices++;
                if (!isStep(phi.operand(one), phi.operand(other), fromThen)
                        && !isStep(phi.operand(other), phi.operand(one), fromOtherwise)) {
                    return false;
                }
            }
        }
        if (choices != 1 || !isEmptyBut(then, join, one) || !isEmptyBut(otherwise, join, other)) {
            return false;
        }
        replace(join, one, other, then, otherwise);
        return true;
    }

    private boolean isSide(Block side) {
        return side.predecessors().size() == 1 && side.terminator().op() == Op.JUMP
                && ControlFlow.size(side) <= 2 && side.successors().get(0) != side;
    }

    /** Whether {@code more} is {@code less} + 1. */
    private static boolean isStep(Value more, Value less, Block side) {
        if (more.isConst() && less.isConst()) {
            return more.constant() == less.constant() + 1;
        }
        return more.op() == Op.ADD && more.block() == side && more.operand(0) == less
                && more.operand(1).isConst(1) && usedOnce(more);
    }

    private boolean isEmptyBut(Block side, Block join, int way) {
        if (side == join || ControlFlow.size(side) == 1) {
            return true;
        }
        Value only = side.values().stream().filter(value -> value.op() != Op.LOCAL).findFirst()
                .orElseThrow();
        if (only.op() != Op.ADD || !usedOnce(only)) {
            return false;
        }
        for (Value phi : join.phis()) {
            if (phi.operand(way) == only) {
                return true;
            }
        }
        return false;
    }

    private static boolean usedOnce(Value value) {
        return value.users().stream().filter(user -> user.op() != Op.LOCAL).count() == 1;
    }

    private void replace(Block join, int one, int other, Block then, Block otherwise) {
        List<Value> merged = new ArrayList<>();
        for (Value phi : join.phis()) {
            Value a = phi.operand(one);
            Value b = phi.operand(other);
            merged.add(a == b ? a : choice(a, b, then == join ? block : then));
        }
        for (Block successor : List.copyOf(block.successors())) {
            if (successor != join) {
                successor.removeSuccessor(join);
            }
            block.removeSuccessor(successor);
        }
        branch.clearOperands();
        branch.become(Op.JUMP, null);
        block.addSuccessor(join);
        for (int i = 0; i < merged.size(); i++) {
            join.phis().get(i).addOperand(merged.get(i));
        }
        for (Block side : List.of(then, otherwise)) {
            if (side != join) {
                for (Value value : side.takeAll()) {
                    List.copyOf(value.users()).forEach(Value::clearOperands);
                    value.clearOperands();
                }
                // Unreachable by now; it needs an end until it is removed.
                side.append(function.newValue(Op.UNREACHABLE, null, branch.position()));
            }
        }
    }

    private Value choice(Value a, Value b, Block fromThen) {
        boolean thenMore = isStep(a, b, fromThen);
        Condition condition = thenMore ? branch.condition() : branch.condition().negated();
        Value less = thenMore ? b : a;
        Value set = function.newValue(Op.SET, Type.I32, condition, branch.position(),
                branch.operand(0), branch.operand(1));
        block.appendBeforeTerminator(set);
        if (less.isConst(0)) {
            return set;
        }
        Value sum = function.newValue(Op.ADD, Type.I32, null, branch.position(), less, set);
        block.appendBeforeTerminator(sum);
        return sum;
    }
}

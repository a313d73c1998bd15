package cleave.toolchain.compiler.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a function to the rules of the representation; run between passes in tests. */
public final class Verifier {
    private final Function function;
    private final Dominators dominators;

    private Verifier(Function function) {
        this.function = function;
        this.dominators = new Dominators(function);
    }

    /** Fails with an {@link IllegalStateException} that names the value and prints the function. */
    public static void verify(Function function) {
        new Verifier(function).run();
    }

    private void run() {
        if (!function.entry().predecessors().isEmpty()) {
            throw fault("the entry has predecessors");
        }
        if (dominators.reversePostorder().size() != function.blocks().size()) {
            throw fault("there are unreachable blocks");
        }
        function.blocks().forEach(this::verify);
    }

    private void verify(Block block) {
        if (block.terminator() == null) {
            throw fault(block + " has no terminator");
        }
        if (Set.copyOf(block.successors()).size() != block.successors().size()) {
            throw fault(block + " has an edge twice");
        }
        for (Block successor : block.successors()) {
            if (!successor.predecessors().contains(block)) {
                throw fault(successor + " does not know its predecessor " + block);
            }
        }
        if (block.successors().size() != expectedSuccessors(block.terminator())) {
            throw fault(block + " has the wrong number of successors");
        }
        Set<Value> before = new HashSet<>();
        boolean phisOver = false;
        for (Value value : block.values()) {
            phisOver |= value.op() != Op.PHI;
            if (value.op() == Op.PHI && phisOver) {
                throw fault(value + " is a phi behind other values");
            }
            if (value.op().isTerminator() && value != block.terminator()) {
                throw fault(value + " ends " + block + " before its end");
            }
            if (value.block() != block) {
                throw fault(value + " believes to be in " + value.block());
            }
            verifyShape(value);
            verifyOperands(value, before);
            before.add(value);
        }
    }

    private static int expectedSuccessors(Value terminator) {
        return switch (terminator.op()) {
            case JUMP -> 1;
            case BRANCH, BRANCH_LONG -> 2;
            case SWITCH -> 1 + ((SwitchTable) terminator.aux()).successors().values().stream()
                    .mapToInt(i -> i).max().orElse(0);
            default -> 0;
        };
    }

    private void verifyShape(Value value) {
        Op op = value.op();
        if (op.arity() >= 0 && value.operands().size() != op.arity()) {
            throw fault(value + " has " + value.operands().size() + " operands");
        }
        for (int i = 0; i < value.operands().size(); i++) {
            Type wanted = op == Op.PHI ? value.type() : op.operand(i);
            Type type = value.operand(i).type();
            if (type == Type.VOID || wanted != null && wanted != type) {
                throw fault(value + " has an operand of type " + type);
            }
        }
        if (op.result() != null && op.result() != value.type()) {
            throw fault(value + " has type " + value.type());
        }
        if (op.aux() != null && !op.aux().isInstance(value.aux())) {
            throw fault(value + " needs a " + op.aux().getSimpleName());
        }
    }

    private void verifyOperands(Value value, Set<Value> before) {
        List<Block> predecessors = value.block().predecessors();
        if (value.op() == Op.PHI && value.operands().size() != predecessors.size()) {
            throw fault(value + " has not one operand per predecessor");
        }
        for (int i = 0; i < value.operands().size(); i++) {
            Value operand = value.operand(i);
            if (operand.block() == null) {
                throw fault(value + " uses " + operand + ", which is nowhere");
            }
            if (!operand.users().contains(value)) {
                throw fault(operand + " does not know its user " + value);
            }
            boolean defined = value.op() == Op.PHI
                    ? dominators.dominates(operand.block(), predecessors.get(i))
                    : operand.block() == value.block() ? before.contains(operand)
                    : dominators.dominates(operand.block(), value.block());
            if (!defined) {
                throw fault(value + " uses " + operand + ", which does not dominate it");
            }
        }
    }

    private IllegalStateException fault(String message) {
        return new IllegalStateException(message + "\n" + IrPrinter.print(function));
    }
}

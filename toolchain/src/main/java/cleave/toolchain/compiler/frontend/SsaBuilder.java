package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables to values, while the blocks are filled: Braun, Buchwald, Hack, Leissa, Mallon and
 * Zwinkau, "Simple and Efficient Construction of Static Single Assignment Form" (CC 2013). A block
 * is sealed once all its predecessors are filled; until then a read makes a phi without operands.
 */
final class SsaBuilder {
    private final Function function;
    private final Map<Block, Map<Integer, Value>> definitions = new HashMap<>();
    private final Map<Block, Map<Integer, Value>> incomplete = new HashMap<>();
    private final Set<Block> sealed = new HashSet<>();
    private final Map<Value, Value> replaced = new HashMap<>();
    private final Map<Value, Integer> variables = new LinkedHashMap<>();

    SsaBuilder(Function function) {
        this.function = function;
    }

    void write(int variable, Block block, Value value) {
        definitions.computeIfAbsent(block, unused -> new HashMap<>()).put(variable, value);
    }

    Value read(int variable, Block block, Type type) {
        Value known = definitions.getOrDefault(block, Map.of()).get(variable);
        return known != null ? current(known) : readFromPredecessors(variable, block, type);
    }

    private Value readFromPredecessors(int variable, Block block, Type type) {
        // Long chains of single predecessors must not become deep recursion.
        List<Block> chain = new ArrayList<>();
        Block at = block;
        Value value = null;
        while (value == null) {
            chain.add(at);
            if (!sealed.contains(at)) {
                value = phi(at, type, variable);
                incomplete.computeIfAbsent(at, unused -> new LinkedHashMap<>())
                        .put(variable, value);
            } else if (at.predecessors().size() == 1) {
                at = at.predecessors().get(0);
                Value known = definitions.getOrDefault(at, Map.of()).get(variable);
                value = known == null ? null : current(known);
            } else {
                Value phi = phi(at, type, variable);
                write(variable, at, phi); // breaks cycles
                value = addOperands(variable, phi);
            }
        }
        for (Block passed : chain) {
            write(variable, passed, value);
        }
        return value;
    }

    private Value phi(Block block, Type type, int variable) {
        Value phi = function.newValue(Op.PHI, type, null, null, new Value[0]);
        block.insert(0, phi);
        variables.put(phi, variable);
        return phi;
    }

    private Value addOperands(int variable, Value phi) {
        for (Block predecessor : phi.block().predecessors()) {
            phi.addOperand(read(variable, predecessor, phi.type()));
        }
        return removeIfTrivial(phi);
    }

    /** All predecessors of the block are filled. */
    void seal(Block block) {
        sealed.add(block);
        Map<Integer, Value> phis = incomplete.remove(block);
        if (phis != null) {
            phis.forEach(this::addOperands);
        }
    }

    /** What {@code value} is now that trivial phis have been removed. */
    Value current(Value value) {
        Value now = value;
        while (replaced.containsKey(now)) {
            now = replaced.get(now);
        }
        return now;
    }

    /** The remaining phis, and the variable of each. */
    Map<Value, Integer> phis() {
        return variables;
    }

    /** A phi of itself and one other value is that value. */
    private Value removeIfTrivial(Value phi) {
        Value same = null;
        for (Value operand : phi.operands()) {
            if (operand != phi && operand != same) {
                if (same != null) {
                    return phi;
                }
                same = operand;
            }
        }
        if (same == null) {
            throw new IllegalStateException("a variable is read that was never written");
        }
        List<Value> users = new ArrayList<>(new java.util.LinkedHashSet<>(phi.users()));
        users.remove(phi);
        phi.replaceBy(same);
        replaced.put(phi, same);
        variables.remove(phi);
        phi.block().remove(phi);
        for (Value user : users) {
            if (user.op() == Op.PHI && user.block() != null && isComplete(user)) {
                removeIfTrivial(user);
            }
        }
        return current(same);
    }

    private boolean isComplete(Value phi) {
        return phi.operands().size() == phi.block().predecessors().size()
                && sealed.contains(phi.block());
    }

    /** Removes phis that have become trivial since, and those that only phis use. */
    void removeNeedlessPhis(List<Block> reachable) {
        Set<Block> alive = new HashSet<>(reachable);
        variables.keySet().removeIf(phi -> !alive.contains(phi.block()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Value phi : List.copyOf(variables.keySet())) {
                if (phi.block() != null && variables.containsKey(phi)) {
                    removeIfTrivial(phi);
                    changed |= !variables.containsKey(phi);
                }
            }
        }
        Set<Value> needed = new HashSet<>();
        List<Value> work = new ArrayList<>();
        for (Value phi : variables.keySet()) {
            if (phi.users().stream().anyMatch(user -> user.op() != Op.PHI
                    && user.op() != Op.LOCAL) && needed.add(phi)) {
                work.add(phi);
            }
        }
        while (!work.isEmpty()) {
            for (Value operand : work.remove(work.size() - 1).operands()) {
                if (operand.op() == Op.PHI && needed.add(operand)) {
                    work.add(operand);
                }
            }
        }
        for (Value phi : List.copyOf(variables.keySet())) {
            if (!needed.contains(phi)) {
                discard(phi);
            }
        }
    }

    private void discard(Value phi) {
        for (Value user : List.copyOf(phi.users())) {
            if (user.op() == Op.LOCAL) {
                user.clearOperands();
            } else if (user.block() != null && user != phi) {
                user.clearOperands(); // a phi that is discarded, too
            }
        }
        phi.clearOperands();
        phi.block().remove(phi);
        variables.remove(phi);
    }
}

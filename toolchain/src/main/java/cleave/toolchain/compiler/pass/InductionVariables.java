package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that grow by the same amount in each turn of a loop, {@code base + (i << 2)}, become
 * variables of their own to which that amount is added, where this takes fewer instructions; a
 * counter that is then needed for the test of the loop alone gives way to one of them.
 */
final class InductionVariables {
    private static final int GREATEST_NUMBER = 6;

    private final Function function;
    private final Loops.Loop loop;
    private final Dominators dominators;
    private final Block header;
    private Block preheader;
    private Block latch;
    /** Amounts per turn of the phis, their successors, and what is made from them. */
    private final Map<Value, Value> steps = new LinkedHashMap<>();
    private final List<Value> derived = new ArrayList<>();
    private final Map<Value, Value> group = new HashMap<>();
    private final Map<Value, Value> starts = new HashMap<>();

    private InductionVariables(Function function, Loops.Loop loop, Dominators dominators) {
        this.function = function;
        this.loop = loop;
        this.dominators = dominators;
        this.header = loop.header();
    }

    static boolean run(Function function) {
        for (Loops.Loop loop : new Loops(function).all()) {
            Loops.preheader(function, loop);
        }
        boolean changed = false;
        Loops loops = new Loops(function);
        for (Loops.Loop loop : loops.all()) {
            changed |= new InductionVariables(function, loop, loops.dominators()).run();
        }
        return changed;
    }

    private boolean run() {
        for (Block predecessor : header.predecessors()) {
            if (!loop.contains(predecessor)) {
                preheader = predecessor;
            } else if (latch != null) {
                return false;
            } else {
                latch = predecessor;
            }
        }
        findCounters();
        for (Block block : dominators.reversePostorder()) {
            if (loop.contains(block) && dominators.dominates(block, latch)) {
                block.values().forEach(this::derive);
            }
        }
        Map<Value, List<Value>> roots = roots();
        boolean changed = false;
        int number = 0;
        for (List<Value> each : roots.values()) {
            if (number + each.size() <= GREATEST_NUMBER) {
                each.forEach(this::replace);
                number += each.size();
                changed = true;
            }
        }
        return changed;
    }

    private boolean isInvariant(Value value) {
        return !loop.contains(value.block());
    }

    private void findCounters() {
        int way = header.predecessors().indexOf(latch);
        for (Value phi : header.phis()) {
            Value next = phi.operand(way);
            if (phi.type() == Type.I32 && next.op() == Op.ADD && next.operand(0) == phi
                    && isInvariant(next.operand(1))) {
                steps.put(phi, next.operand(1));
                steps.put(next, next.operand(1));
                starts.put(phi, phi.operand(1 - way));
            }
        }
    }

    // ---- what grows linearly ----

    private void derive(Value value) {
        if (steps.containsKey(value) || value.op().kind() != Op.Kind.PURE
                || value.operands().size() != 2 || value.type() != Type.I32) {
            return;
        }
        Value a = value.operand(0);
        Value b = value.operand(1);
        Value stepA = steps.get(a);
        Value stepB = steps.get(b);
        if (stepA == null && stepB == null || stepA == null && !isInvariant(a)
                || stepB == null && !isInvariant(b)) {
            return;
        }
        Value step = switch (value.op()) {
            case ADD -> stepA == null ? stepB : stepB == null ? stepA
                    : before(Op.ADD, value, stepA, stepB);
            case SUB -> stepB == null ? stepA : null;
            case SLL -> stepB == null && b.isConst() ? before(Op.SLL, value, stepA, b) : null;
            case MUL -> stepB == null ? before(Op.MUL, value, stepA, b)
                    : stepA == null ? before(Op.MUL, value, stepB, a) : null;
            default -> null;
        };
        if (step != null) {
            steps.put(value, step);
            derived.add(value);
            group.put(value, value);
            join(value, a);
            join(value, b);
        }
    }

    private Value before(Op op, Value like, Value a, Value b) {
        Value value = function.newValue(op, null, like.position(), a, b);
        preheader.appendBeforeTerminator(value);
        return value;
    }

    private void join(Value value, Value operand) {
        if (group.containsKey(operand)) {
            group.put(find(operand), find(value));
        }
    }

    private Value find(Value value) {
        Value leader = value;
        while (group.get(leader) != leader) {
            leader = group.get(leader);
        }
        group.put(value, leader);
        return leader;
    }

    /** By group: the values that are used for more than making others, if that saves operations. */
    private Map<Value, List<Value>> roots() {
        Map<Value, List<Value>> roots = new LinkedHashMap<>();
        Map<Value, Integer> sizes = new HashMap<>();
        for (Value value : derived) {
            sizes.merge(find(value), 1, Integer::sum);
            if (value.users().stream().anyMatch(user -> user.op() != Op.LOCAL
                    && !group.containsKey(user))) {
                roots.computeIfAbsent(find(value), unused -> new ArrayList<>()).add(value);
            }
        }
        roots.entrySet().removeIf(entry ->
                entry.getValue().size() >= sizes.get(entry.getKey()));
        return roots;
    }

    // ---- a variable of its own ----

    private void replace(Value root) {
        Value phi = function.newValue(Op.PHI, Type.I32, null, root.position());
        Value next = function.newValue(Op.ADD, null, root.position(), phi, steps.get(root));
        Value start = start(root);
        for (Block predecessor : header.predecessors()) {
            phi.addOperand(predecessor == latch ? next : start);
        }
        // Other roots may have been made from this one.
        starts.put(phi, start);
        header.insert(0, phi);
        latch.appendBeforeTerminator(next);
        root.replaceBy(phi);
    }

    /** The value in the first turn, computed before the loop. */
    private Value start(Value value) {
        if (isInvariant(value)) {
            return value;
        }
        Value known = starts.get(value);
        if (known == null) {
            known = before(value.op(), value, start(value.operand(0)), start(value.operand(1)));
            starts.put(value, known);
        }
        return known;
    }
}

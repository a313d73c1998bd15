package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Width;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the dominator tree and lets a value be computed, loaded or checked once where an equal one
 * is known: pure values, loads with no store between, loads of what was just stored, and checks
 * and branches that follow from earlier ones. Constants and addresses move to the entry.
 */
final class ValueNumbering {
    private record Key(Op op, Object aux, List<Integer> operands) {
    }

    private record Known(Value value, int stamp) {
    }

    private record Undo(Key key, Known before) {
    }

    private final Function function;
    private final Effects effects;
    private final Dominators dominators;
    private final Facts facts;
    private final Map<Key, Known> table = new HashMap<>();
    private final Deque<Undo> undo = new ArrayDeque<>();
    private final Map<Block, Effects.Writes> writes = new HashMap<>();
    private final Map<Block, MemoryState> states = new HashMap<>();
    private int number;
    private boolean changed;

    private ValueNumbering(Function function, Effects effects) {
        this.function = function;
        this.effects = effects;
        this.dominators = new Dominators(function);
        this.facts = new Facts(dominators);
    }

    static boolean run(Function function, Effects effects) {
        ValueNumbering numbering = new ValueNumbering(function, effects);
        numbering.gatherLeaves();
        numbering.walk();
        return numbering.changed;
    }

    private void gatherLeaves() {
        List<Value> leaves = new ArrayList<>();
        for (Block block : function.blocks()) {
            List<Value> all = block.takeAll();
            for (Value value : all) {
                if (value.op() == Op.CONST || value.op() == Op.CONST_LONG
                        || value.op() == Op.SYMBOL) {
                    leaves.add(value);
                } else {
                    block.append(value);
                }
            }
        }
        Map<Key, Value> known = new HashMap<>();
        int place = 0;
        List<Value> entry = function.entry().values();
        while (place < entry.size() && entry.get(place).op() == Op.PARAMETER) {
            place++;
        }
        List<Value> rest = new ArrayList<>(function.entry().takeAll());
        List<Value> parameters = rest.subList(0, place);
        parameters.forEach(function.entry()::append);
        for (Value leaf : leaves) {
            Value same = known.putIfAbsent(new Key(leaf.op(), leaf.aux(), List.of()), leaf);
            if (same == null) {
                function.entry().append(leaf);
            } else {
                leaf.replaceBy(same);
            }
        }
        rest.subList(place, rest.size()).forEach(function.entry()::append);
    }

    /** A block of the dominator tree on the way: on leaving it, its knowledge is taken back. */
    private record Step(Block block, int undo, int facts) {
    }

    private void walk() {
        Deque<Step> open = new ArrayDeque<>();
        open.push(new Step(function.entry(), -1, -1));
        while (!open.isEmpty()) {
            Step step = open.pop();
            if (step.undo() >= 0) {
                leave(step);
                continue;
            }
            open.push(new Step(step.block(), undo.size(), facts.mark()));
            visit(step.block());
            List<Block> children = dominators.children(step.block());
            for (int i = children.size() - 1; i >= 0; i--) {
                open.push(new Step(children.get(i), -1, -1));
            }
        }
    }

    private void leave(Step step) {
        facts.release(step.facts());
        while (undo.size() > step.undo()) {
            Undo last = undo.pop();
            if (last.before() == null) {
                table.remove(last.key());
            } else {
                table.put(last.key(), last.before());
            }
        }
    }

    private void visit(Block block) {
        MemoryState state = stateAt(block);
        states.put(block, state);
        if (block.predecessors().size() == 1) {
            learn(block.predecessors().get(0), block);
        }
        for (Value value : List.copyOf(block.values())) {
            visit(block, value, state);
        }
    }

    /** What the branch that leads to a block has shown. */
    private void learn(Block from, Block to) {
        Value end = from.terminator();
        if (end.op() == Op.BRANCH) {
            Condition condition = from.successors().get(0) == to ? end.condition()
                    : end.condition().negated();
            facts.show(condition, end.operand(0), end.operand(1));
        }
    }

    private MemoryState stateAt(Block block) {
        Block parent = dominators.parent(block);
        if (parent == null) {
            return new MemoryState();
        }
        MemoryState state = new MemoryState(states.get(parent));
        if (block.predecessors().size() == 1 && block.predecessors().get(0) == parent) {
            return state;
        }
        Set<Block> seen = new HashSet<>();
        Deque<Block> between = new ArrayDeque<>(block.predecessors());
        while (!between.isEmpty()) {
            Block each = between.remove();
            if (each != parent && seen.add(each)) {
                change(state, writes.computeIfAbsent(each, effects::of));
                between.addAll(each.predecessors());
            }
        }
        return state;
    }

    private void change(MemoryState state, Effects.Writes changes) {
        if (changes == null || changes.everything()) {
            state.storeEverything(++number);
        } else {
            changes.aliases().forEach(alias -> state.store(alias, ++number));
        }
    }

    private void visit(Block block, Value value, MemoryState state) {
        switch (value.op().kind()) {
            case PURE -> same(block, value, 0);
            case LEAF -> {
                if (value.op() == Op.PHI) {
                    samePhi(block, value);
                }
            }
            case READ -> read(block, value, state);
            case WRITE -> write(value, state);
            case CHECK -> check(block, value);
            case BARRIER -> change(state, effects.of(value));
            case TERMINATOR -> decide(value);
            default -> { }
        }
    }

    private static Key key(Value value) {
        List<Integer> ids = new ArrayList<>();
        value.operands().forEach(operand -> ids.add(operand.id()));
        if (value.op().isCommutative() && ids.get(0) > ids.get(1)) {
            java.util.Collections.reverse(ids);
        }
        return new Key(value.op(), value.aux(), ids);
    }

    private void samePhi(Block block, Value phi) {
        List<Integer> ids = new ArrayList<>();
        phi.operands().forEach(operand -> ids.add(operand.id()));
        same(block, phi, new Key(Op.PHI, block, ids), 0);
    }

    private boolean same(Block block, Value value, int stamp) {
        return same(block, value, key(value), stamp);
    }

    private boolean same(Block block, Value value, Key key, int stamp) {
        Known known = table.get(key);
        if (known != null && known.stamp() == stamp) {
            replace(block, value, known.value());
            return true;
        }
        put(key, new Known(value, stamp));
        return false;
    }

    private void put(Key key, Known known) {
        undo.push(new Undo(key, table.put(key, known)));
    }

    private void replace(Block block, Value value, Value by) {
        value.replaceBy(by);
        block.remove(value);
        changed = true;
    }

    // ---- memory ----

    private void read(Block block, Value load, MemoryState state) {
        learnBase(load);
        if (!load.access().isVolatile()) {
            same(block, load, key(load), state.stamp(load.access().alias()));
        }
    }

    /** An access shows that its base is not null. */
    private void learnBase(Value access) {
        put(new Key(Op.CHECK_NULL, null, List.of(access.operand(0).id())), new Known(access, 0));
    }

    private void write(Value store, MemoryState state) {
        learnBase(store);
        MemoryAccess access = store.access();
        state.store(access.alias(), ++number);
        if (access.isVolatile()) {
            return;
        }
        Op op = store.op() == Op.STORE ? Op.LOAD : Op.LOAD_LONG;
        List<Integer> base = List.of(store.operand(0).id());
        Value stored = store.operand(1);
        for (boolean signed : new boolean[] {true, false}) {
            int bits = access.width().bytes() * 8;
            boolean whole = access.width() == Width.WORD || access.width() == Width.DOUBLE
                    || (signed ? Bits.fitsSigned(stored, bits)
                    : Bits.possible(stored) >>> bits == 0);
            if (whole && stored.type() != Type.VOID) {
                put(new Key(op, MemoryRules.withSign(access, signed), base),
                        new Known(stored, state.stamp(access.alias())));
            }
        }
    }

    // ---- checks and branches ----

    private void check(Block block, Value check) {
        boolean known = switch (check.op()) {
            case CHECK_INDEX -> facts.isIndex(check.operand(0), check.operand(1));
            case CHECK_NULL -> isNotNull(check.operand(0));
            case CHECK_SIZE -> facts.isNonNegative(check.operand(0));
            case CHECK_DIVISOR -> isNotZero(check.operand(0));
            case CHECK_DIVISOR_LONG -> check.operand(0).isConstLong()
                    && check.operand(0).constantLong() != 0;
            default -> false;
        };
        if (known || table.containsKey(key(check))) {
            block.remove(check);
            changed = true;
            return;
        }
        put(key(check), new Known(check, 0));
        if (check.op() == Op.CHECK_INDEX) {
            facts.show(Condition.LTU, check.operand(0), check.operand(1));
        }
    }

    private boolean isNotZero(Value value) {
        if (value.isConst()) {
            return value.constant() != 0;
        }
        return facts.holds(Condition.NE, value, zero());
    }

    private boolean isNotNull(Value value) {
        return isNotZero(value) || value.op() == Op.ADD && value.operand(0).op() == Op.SYMBOL;
    }

    private Value zero;

    private Value zero() {
        if (zero == null) {
            zero = function.newValue(Op.CONST, Type.I32, 0, null);
        }
        return zero;
    }

    private void decide(Value end) {
        if (end.op() != Op.BRANCH || end.operand(0).isConst() && end.operand(1).isConst()) {
            return;
        }
        boolean yes = facts.holds(end.condition(), end.operand(0), end.operand(1));
        if (yes || facts.holds(end.condition().negated(), end.operand(0), end.operand(1))) {
            // Comparing a value with itself decides the branch; ControlFlow makes it a jump.
            end.setAux(yes ? Condition.EQ : Condition.NE);
            end.setOperand(1, end.operand(0));
            changed = true;
        }
    }
}

package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.Insn.Kind;
import cleave.toolchain.compiler.backend.machine.JumpTable;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.Operations;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ends of blocks, and the copies to phis on the edges that they lead along. */
final class EndSelector {
    /** A jump table is made for at least so many keys, with at most so many rows for each. */
    private static final int TABLE_KEYS = 5;
    private static final int TABLE_ROWS_PER_KEY = 3;
    /** So many keys are compared one after the other. */
    private static final int CHAIN_KEYS = 3;

    private final Selector selector;
    /** Registers that the terminator uses, made before the block ends. */
    private int left;
    private int right;
    private Condition condition;

    EndSelector(Selector selector) {
        this.selector = selector;
    }

    /** The instruction that makes the value anywhere; null if it is no constant. */
    static Insn constant(Value value) {
        return switch (value.op()) {
            case CONST -> Insn.of(Kind.CONSTANT, null).withImmediate(value.constant());
            case SYMBOL -> Insn.of(Kind.ADDRESS, value.aux());
            default -> null;
        };
    }

    // ---- phis ----

    private static List<Insn> copies(Selector selector, Block from, Block to) {
        int index = to.predecessors().indexOf(from);
        List<Integer> targets = new ArrayList<>();
        List<Integer> sources = new ArrayList<>();
        List<Insn> constants = new ArrayList<>();
        for (Value phi : to.phis()) {
            Value operand = phi.operand(index);
            Insn constant = constant(operand);
            if (phi.users().isEmpty()) {
                continue;
            }
            if (constant != null) {
                constants.add(constant.defining(selector.result(phi)));
            } else {
                targets.add(selector.result(phi));
                sources.add(selector.result(operand));
            }
        }
        List<Insn> copies = new ArrayList<>();
        if (!targets.isEmpty()) {
            copies.add(Insn.moves(CallSelector.ints(targets), CallSelector.ints(sources)));
        }
        copies.addAll(constants);
        return copies;
    }

    /** Fills phis of a block with one predecessor. */
    void copyToPhis(Block from, Block to) {
        copies(selector, from, to).forEach(selector::emit);
    }

    /** The block that the edge leads to: a new one where it has copies to make on the way. */
    private MachineBlock edge(Block from, Block to, List<MachineBlock> made) {
        MachineBlock target = selector.blockOf(to);
        if (to.predecessors().size() == 1) {
            return target;
        }
        List<Insn> copies = copies(selector, from, to);
        if (copies.isEmpty()) {
            return target;
        }
        MachineBlock edge = selector.code().newBlock(
                Math.min(selector.blockOf(from).frequency(), target.frequency()));
        copies.forEach(copy -> edge.insns().add(copy.at(from.terminator().position())));
        edge.insns().add(Insn.of(Kind.JUMP, null).at(from.terminator().position()));
        edge.successors().add(target);
        made.add(edge);
        return edge;
    }

    // ---- terminators ----

    /** Makes what the terminator uses. */
    void prepare(Value end) {
        if (end.op() == Op.BRANCH) {
            prepareBranch(end);
        } else if (end.op() == Op.SWITCH) {
            left = selector.register(end.operand(0));
        }
    }

    void select(Value end) {
        Block from = end.block();
        switch (end.op()) {
            case JUMP -> {
                Block to = from.successors().get(0);
                if (to.predecessors().size() > 1) {
                    copyToPhis(from, to);
                }
                selector.current().successors().add(selector.blockOf(to));
                selector.emit(Insn.of(Kind.JUMP, null));
            }
            case BRANCH -> {
                List<MachineBlock> made = new ArrayList<>();
                for (Block to : from.successors()) {
                    selector.current().successors().add(edge(from, to, made));
                }
                boolean swapped = Operations.isSwapped(condition);
                selector.emit(Insn.branch(Operations.branch(condition), swapped ? right : left,
                        swapped ? left : right));
                selector.code().blocks().addAll(made);
            }
            case SWITCH -> selectSwitch(end);
            case RETURN -> selectReturn(end);
            case PANIC -> selector.emit(Insn.of(Kind.PANIC, end.aux()));
            case UNREACHABLE -> selector.emit(Insn.of(Kind.TRAP, null));
            default -> throw new IllegalArgumentException("no code for " + end.op());
        }
    }

    /** A number next to zero is compared as zero, which is in a register already. */
    private void prepareBranch(Value end) {
        condition = end.condition();
        Value first = end.operand(0);
        Value second = end.operand(1);
        if (first.isConst()) {
            condition = condition.swapped();
            first = second;
            second = end.operand(0);
        }
        left = selector.register(first);
        if (second.isConst(1) && zeroForOne() || second.isConst(-1) && zeroForMinusOne()) {
            right = 0;
        } else {
            right = selector.register(second);
        }
    }

    private boolean zeroForOne() {
        Condition same = switch (condition) {
            case LT -> Condition.LE;
            case GE -> Condition.GT;
            case LTU -> Condition.EQ;
            case GEU -> Condition.NE;
            default -> null;
        };
        condition = same == null ? condition : same;
        return same != null;
    }

    private boolean zeroForMinusOne() {
        Condition same = switch (condition) {
            case GT -> Condition.GE;
            case LE -> Condition.LT;
            default -> null;
        };
        condition = same == null ? condition : same;
        return same != null;
    }

    private void selectReturn(Value end) {
        int count = end.operands().size();
        List<Integer> to = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        List<Insn> constants = new ArrayList<>();
        int[] used = new int[count];
        for (int i = 0; i < count; i++) {
            used[i] = Register.A0.number() + i;
            Insn constant = constant(end.operand(i));
            if (constant != null) {
                constants.add(constant.defining(used[i]));
            } else {
                to.add(used[i]);
                from.add(selector.register(end.operand(i)));
            }
        }
        if (!to.isEmpty()) {
            selector.emit(Insn.moves(CallSelector.ints(to), CallSelector.ints(from)));
        }
        constants.forEach(selector::emit);
        selector.emit(Insn.of(Kind.RETURN, null).using(used));
    }

    // ---- switches ----

    private void selectSwitch(Value end) {
        Block from = end.block();
        List<MachineBlock> made = new ArrayList<>();
        List<MachineBlock> targets = new ArrayList<>();
        for (Block to : from.successors()) {
            targets.add(edge(from, to, made));
        }
        List<Map.Entry<Integer, Integer>> rows =
                new ArrayList<>(((SwitchTable) end.aux()).successors().entrySet());
        rows.removeIf(row -> row.getValue() == 0);
        choose(rows, targets);
        selector.code().blocks().addAll(made);
    }

    /** Ends the current block with the choice among {@code rows}. */
    private void choose(List<Map.Entry<Integer, Integer>> rows, List<MachineBlock> targets) {
        int count = rows.size();
        if (count >= TABLE_KEYS && isDense(rows)) {
            byTable(rows, targets);
        } else if (count <= CHAIN_KEYS) {
            byChain(rows, targets);
        } else {
            int middle = rows.get(count / 2).getKey();
            MachineBlock low = newBlock();
            MachineBlock high = newBlock();
            branch(Instruction.BLT, left, selector.constant(middle), low, high);
            selector.goOn(low);
            choose(rows.subList(0, count / 2), targets);
            selector.goOn(high);
            choose(rows.subList(count / 2, count), targets);
        }
    }

    private static boolean isDense(List<Map.Entry<Integer, Integer>> rows) {
        long range = (long) rows.get(rows.size() - 1).getKey() - rows.get(0).getKey() + 1;
        return range <= (long) TABLE_ROWS_PER_KEY * rows.size();
    }

    private MachineBlock newBlock() {
        return selector.code().newBlock(selector.current().frequency());
    }

    private void branch(Instruction instruction, int a, int b, MachineBlock taken,
            MachineBlock other) {
        Insn insn = Insn.branch(instruction, a, b);
        if (taken == other) {
            insn = Insn.of(Kind.JUMP, null);
        } else {
            selector.current().successors().add(taken);
        }
        selector.current().successors().add(other);
        selector.emit(insn);
    }

    private void byChain(List<Map.Entry<Integer, Integer>> rows, List<MachineBlock> targets) {
        MachineBlock otherwise = targets.get(0);
        for (int i = 0; i < rows.size(); i++) {
            boolean last = i == rows.size() - 1;
            MachineBlock next = last ? otherwise : newBlock();
            branch(Instruction.BEQ, left, selector.constant(rows.get(i).getKey()),
                    targets.get(rows.get(i).getValue()), next);
            if (!last) {
                selector.goOn(next);
            }
        }
        if (rows.isEmpty()) {
            branch(Instruction.BEQ, 0, 0, otherwise, otherwise);
        }
    }

    private void byTable(List<Map.Entry<Integer, Integer>> rows, List<MachineBlock> targets) {
        int first = rows.get(0).getKey();
        if (first > 0 && first <= 2) {
            first = 0;
        }
        int last = rows.get(rows.size() - 1).getKey();
        Map<Integer, Integer> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.getKey(), row.getValue()));
        List<MachineBlock> table = new ArrayList<>();
        for (long key = first; key <= last; key++) {
            table.add(targets.get(byKey.getOrDefault((int) key, 0)));
        }
        int index = first == 0 ? left : Selector.fits(-first)
                ? selector.emitImmediate(Instruction.ADDI, left, -first)
                : selector.emit(Instruction.SUB, left, selector.constant(first));
        MachineBlock jump = newBlock();
        branch(Instruction.BGEU, index, selector.constant(table.size()), targets.get(0), jump);
        selector.goOn(jump);
        JumpTable rowsOfTable = new JumpTable(table);
        int scaled = selector.emitImmediate(Instruction.SLLI, index, 2);
        int base = selector.code().newRegister();
        selector.emit(Insn.of(Kind.TABLE_UPPER, rowsOfTable).defining(base));
        int place = selector.emit(Instruction.ADD, base, scaled);
        int target = selector.code().newRegister();
        selector.emit(Insn.plain(Instruction.LW, 0).withAux(rowsOfTable).defining(target)
                .using(place));
        selector.emit(Insn.of(Kind.TABLE, rowsOfTable).using(target));
        table.stream().distinct().forEach(selector.current().successors()::add);
    }
}

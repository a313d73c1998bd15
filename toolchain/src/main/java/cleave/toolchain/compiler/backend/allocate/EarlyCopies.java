package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the copies of an edge before the branch that leads to it, where the other way does not mind
 * and is taken less often: a loop then ends with its branch, without a jump behind the copies.
 */
public final class EarlyCopies {
    private final MachineCode code;
    private final Liveness liveness;
    private final int[] predecessors;

    private EarlyCopies(MachineCode code) {
        this.code = code;
        this.liveness = new Liveness(code, 1);
        this.predecessors = new int[code.blockCount()];
        code.blocks().forEach(block ->
                block.successors().forEach(to -> predecessors[to.id()]++));
    }

    /** Registers are the machine's. */
    public static void run(MachineCode code) {
        EarlyCopies copies = new EarlyCopies(code);
        List<MachineBlock> blocks = code.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).terminator().kind() == Insn.Kind.BRANCH) {
                copies.move(blocks.get(i), 0);
                copies.move(blocks.get(i), 1);
            }
        }
    }

    private void move(MachineBlock from, int way) {
        MachineBlock edge = from.successors().get(way);
        MachineBlock other = from.successors().get(1 - way);
        if (edge == other || predecessors[edge.id()] != 1 || edge.successors().size() != 1
                || edge.insns().size() < 2 || edge.frequency() <= other.frequency()
                || fallsThrough(edge)) {
            return;
        }
        Insn branch = from.terminator();
        List<Insn> copies = new ArrayList<>(edge.insns().subList(0, edge.insns().size() - 1));
        for (Insn copy : copies) {
            if (!isCopy(copy) || !isFree(copy, branch, other)) {
                return;
            }
        }
        from.insns().addAll(from.insns().size() - 1, copies);
        edge.insns().removeAll(copies);
        copies.forEach(copy -> liveness.needAtStart(edge, copy.defs()));
    }

    private boolean fallsThrough(MachineBlock edge) {
        int next = code.blocks().indexOf(edge) + 1;
        return next < code.blocks().size()
                && code.blocks().get(next) == edge.successors().get(0);
    }

    private static boolean isCopy(Insn insn) {
        if (insn.kind() != Insn.Kind.MOVES) {
            return insn.isConstant();
        }
        for (int i = 0; i < insn.defs().length; i++) {
            if (insn.defs()[i] < 0 || insn.uses()[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isFree(Insn copy, Insn branch, MachineBlock other) {
        for (int def : copy.defs()) {
            if (def == branch.use(0) || def == branch.use(1)
                    || liveness.isLiveAtStart(other, def)) {
                return false;
            }
        }
        return true;
    }
}

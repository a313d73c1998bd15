package cleave.toolchain.compiler.backend.machine;

import java.util.ArrayList;
import java.util.List;

/** Instructions that run one after the other, a terminator last, and where it leads. */
public final class MachineBlock {
    private final int id;
    private final double frequency;
    private final List<Insn> insns = new ArrayList<>();
    private final List<MachineBlock> successors = new ArrayList<>(2);

    MachineBlock(int id, double frequency) {
        this.id = id;
        this.frequency = frequency;
    }

    public int id() {
        return id;
    }

    /** How often it runs for each call of the function, as a guess. */
    public double frequency() {
        return frequency;
    }

    /** May be changed. */
    public List<Insn> insns() {
        return insns;
    }

    /** May be changed. */
    public List<MachineBlock> successors() {
        return successors;
    }

    /** The last instruction. */
    public Insn terminator() {
        return insns.get(insns.size() - 1);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("b" + id + ":");
        insns.forEach(insn -> text.append("\n    ").append(insn));
        successors.forEach(successor -> text.append(" ->b").append(successor.id));
        return text.append('\n').toString();
    }
}

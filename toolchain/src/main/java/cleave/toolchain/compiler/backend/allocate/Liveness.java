package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Which registers, usually virtual ones, each block needs at its end: a backward dataflow. */
final class Liveness {
    private final BitSet[] out;
    private final BitSet[] in;
    private final int first;

    Liveness(MachineCode code) {
        this(code, MachineCode.FIRST_VIRTUAL);
    }

    /** Looks at registers from {@code first} on only. */
    Liveness(MachineCode code, int first) {
        this.first = first;
        out = new BitSet[code.blockCount()];
        in = new BitSet[code.blockCount()];
        BitSet[] defined = new BitSet[code.blockCount()];
        List<List<MachineBlock>> predecessors = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            predecessors.add(new ArrayList<>());
        }
        Deque<MachineBlock> work = new ArrayDeque<>();
        boolean[] queued = new boolean[out.length];
        for (MachineBlock block : code.blocks()) {
            out[block.id()] = new BitSet();
            in[block.id()] = new BitSet();
            defined[block.id()] = new BitSet();
            summarise(block, in[block.id()], defined[block.id()]);
            block.successors().forEach(to -> predecessors.get(to.id()).add(block));
            work.push(block);
            queued[block.id()] = true;
        }
        while (!work.isEmpty()) {
            MachineBlock block = work.pop();
            int id = block.id();
            queued[id] = false;
            for (MachineBlock successor : block.successors()) {
                out[id].or(in[successor.id()]);
            }
            BitSet through = (BitSet) out[id].clone();
            through.andNot(defined[id]);
            int before = in[id].cardinality();
            in[id].or(through);
            if (in[id].cardinality() != before) {
                for (MachineBlock predecessor : predecessors.get(id)) {
                    if (!queued[predecessor.id()]) {
                        queued[predecessor.id()] = true;
                        work.push(predecessor);
                    }
                }
            }
        }
    }

    /** What the block uses before it defines it, and what it defines. */
    private void summarise(MachineBlock block, BitSet used, BitSet defined) {
        List<Insn> insns = block.insns();
        for (int i = insns.size() - 1; i >= 0; i--) {
            for (int def : insns.get(i).defs()) {
                if (def >= first) {
                    used.clear(def);
                    defined.set(def);
                }
            }
            for (int use : insns.get(i).uses()) {
                if (use >= first) {
                    used.set(use);
                }
            }
        }
    }

    /** From now on the block needs these. */
    void needAtStart(MachineBlock block, int[] registers) {
        for (int register : registers) {
            in[block.id()].set(register);
        }
    }

    boolean isLiveAtStart(MachineBlock block, int register) {
        return in[block.id()].get(register);
    }

    /** A copy, to be changed on the way to the block's start. */
    BitSet atEnd(MachineBlock block) {
        return (BitSet) out[block.id()].clone();
    }
}

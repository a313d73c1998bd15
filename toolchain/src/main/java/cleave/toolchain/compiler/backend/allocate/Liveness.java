package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Which virtual registers are needed at the end of each block: the usual backward dataflow. */
final class Liveness {
    private final BitSet[] out;

    Liveness(MachineCode code) {
        out = new BitSet[code.blockCount()];
        BitSet[] in = new BitSet[code.blockCount()];
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
    private static void summarise(MachineBlock block, BitSet used, BitSet defined) {
        List<Insn> insns = block.insns();
        for (int i = insns.size() - 1; i >= 0; i--) {
            for (int def : insns.get(i).defs()) {
                if (def >= MachineCode.FIRST_VIRTUAL) {
                    used.clear(def);
                    defined.set(def);
                }
            }
            for (int use : insns.get(i).uses()) {
                if (use >= MachineCode.FIRST_VIRTUAL) {
                    used.set(use);
                }
            }
        }
    }

    /** A copy, to be changed on the way to the block's start. */
    BitSet atEnd(MachineBlock block) {
        return (BitSet) out[block.id()].clone();
    }
}

package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.isa.Register;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;

/**
 * Replaces virtual registers by the machine's, in rounds: build the graph, merge moves, colour;
 * what finds no register goes to the frame, and the next round begins.
 */
public final class Allocator {
    /** Kept from allocation once a function has slots: far slots, and moves between slots. */
    public static final Register SCRATCH = Register.T6;
    public static final Register SECOND_SCRATCH = Register.T5;
    private static final int ROUNDS_MAX = 40;

    private Allocator() {
    }

    public static void run(MachineCode code) {
        int registers = Colouring.allRegisters();
        BitSet unspillable = new BitSet();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            InterferenceGraph graph = new InterferenceGraph(code);
            Coalescer.run(graph, registers);
            Colouring colouring = new Colouring(graph, registers, unspillable);
            List<Integer> spilled = colouring.run();
            if (spilled.isEmpty()) {
                assign(code, colouring);
                return;
            }
            Spiller.run(code, graph, new HashSet<>(spilled), unspillable);
            if (code.slots() > 0) {
                registers &= ~(1 << SCRATCH.number() | 1 << SECOND_SCRATCH.number());
            }
        }
        throw new IllegalStateException("no registers for " + code.function().symbol());
    }

    private static void assign(MachineCode code, Colouring colouring) {
        for (MachineBlock block : code.blocks()) {
            for (Insn insn : block.insns()) {
                insn.defining(assign(insn.defs(), colouring));
                insn.using(assign(insn.uses(), colouring));
                if (insn.kind() == Insn.Kind.MARK) {
                    mark(insn, colouring);
                }
            }
        }
    }

    private static int[] assign(int[] registers, Colouring colouring) {
        int[] assigned = registers.clone();
        for (int i = 0; i < assigned.length; i++) {
            if (InterferenceGraph.isVirtual(assigned[i])) {
                assigned[i] = colouring.colour(assigned[i]);
            }
        }
        return assigned;
    }

    private static void mark(Insn insn, Colouring colouring) {
        Object[] words = insn.marked().clone();
        for (int i = 0; i < words.length; i++) {
            if (words[i] instanceof Integer register && InterferenceGraph.isVirtual(register)) {
                words[i] = colouring.colour(register);
            }
        }
        insn.marking(words);
    }
}

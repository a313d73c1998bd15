package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.BitSet;
import java.util.List;

/**
 * Marks that name a register which nobody needs any more tell the debugger that the variable is
 * lost: something else may be in the register by then.
 */
public final class DeadMarks {
    private DeadMarks() {
    }

    public static void drop(MachineCode code) {
        Liveness liveness = new Liveness(code);
        for (MachineBlock block : code.blocks()) {
            BitSet live = liveness.atEnd(block);
            List<Insn> insns = block.insns();
            for (int i = insns.size() - 1; i >= 0; i--) {
                drop(insns.get(i), live);
            }
        }
    }

    private static void drop(Insn insn, BitSet live) {
        if (insn.kind() == Insn.Kind.MARK) {
            for (Object word : insn.marked()) {
                if (word instanceof Integer register && !live.get(register)) {
                    insn.marking();
                    return;
                }
            }
            return;
        }
        for (int def : insn.defs()) {
            live.clear(def);
        }
        for (int use : insn.uses()) {
            live.set(use);
        }
    }
}

package cleave.toolchain.compiler.backend;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.ArrayList;
import java.util.List;

/** Which blocks are written, in which order: those that only jump are passed by. */
final class BlockOrder {
    private final List<MachineBlock> blocks = new ArrayList<>();

    BlockOrder(MachineCode code) {
        for (MachineBlock block : code.blocks()) {
            if (block == code.blocks().get(0) || target(block) == block) {
                blocks.add(block);
            }
        }
    }

    List<MachineBlock> blocks() {
        return blocks;
    }

    /** Where a jump to {@code block} ends up. */
    MachineBlock target(MachineBlock block) {
        MachineBlock target = block;
        int steps = 0;
        while (onlyJumps(target) && target.successors().get(0) != target) {
            target = target.successors().get(0);
            if (++steps > 1000) {
                // A ring of jumps is an endless loop, which must be somewhere.
                return block;
            }
        }
        return target;
    }

    private static boolean onlyJumps(MachineBlock block) {
        for (Insn insn : block.insns()) {
            boolean nothing = switch (insn.kind()) {
                case JUMP -> true;
                case MOVES -> java.util.Arrays.equals(insn.defs(), insn.uses());
                default -> false;
            };
            if (!nothing) {
                return false;
            }
        }
        return true;
    }
}

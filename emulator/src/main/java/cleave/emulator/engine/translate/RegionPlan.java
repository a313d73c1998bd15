package cleave.emulator.engine.translate;

import java.util.List;

/**
 * What a region is to be made of: its blocks in the order in which they are to be written, the
 * first being the entrance.
 */
record RegionPlan(List<Block> blocks, CodePages pages) {
    /**
     * Instructions that are executed one after the other; only the last may transfer control.
     *
     * @param weight how often it was seen to be executed, beside the others
     * @param targets of an indirect jump, blocks of the region that it is known to lead to
     */
    record Block(List<GuestInstruction> instructions, int weight, int[] targets) {
        int pc() {
            return instructions.get(0).pc();
        }

        GuestInstruction last() {
            return instructions.get(instructions.size() - 1);
        }

        /** The cycles it takes when no branch is taken. */
        int cost() {
            int cycles = 0;
            for (GuestInstruction instruction : instructions) {
                cycles += instruction.isForeign() ? 0 : instruction.cost();
            }
            return cycles;
        }
    }

    int pc() {
        return blocks.get(0).pc();
    }

    int size() {
        return blocks.stream().mapToInt(block -> block.instructions().size()).sum();
    }
}

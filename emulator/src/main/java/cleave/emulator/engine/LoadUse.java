package cleave.emulator.engine;

import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * The load-use hazard of {@link cleave.emulator.hart.TimingModel}: whether the instruction that
 * follows a load in memory reads what it loaded. Looking at memory order and not at what is executed
 * next makes the stall a property of the place, which an engine can decode once.
 */
public final class LoadUse {
    private LoadUse() {
    }

    /**
     * Whether the instruction at {@code next}, an offset in {@code bytes}, reads register
     * {@code loaded}. No where it does not lie whole in the page that the load is in.
     */
    public static boolean stalls(byte[] bytes, int next, int loaded) {
        int inPage = next & PhysicalMemory.PAGE_SIZE - 1;
        if (loaded == 0 || inPage == 0) {
            return false;
        }
        int word = Bytes.getShort(bytes, next) & 0xffff;
        if (Operands.isCompressed(word)) {
            word = CompressedInstruction.expand(word);
        } else if (inPage + 4 > PhysicalMemory.PAGE_SIZE) {
            return false;
        } else {
            word = Bytes.getInt(bytes, next);
        }
        Instruction instruction = Instruction.decode(word);
        return instruction != null
                && (instruction.hasRs1() && Operands.rs1(word) == loaded
                        || instruction.hasRs2() && Operands.rs2(word) == loaded);
    }
}

package cleave.emulator.engine;

import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * The load-use hazard of {@link cleave.emulator.hart.TimingModel}: whether the instruction that
 * follows a load in memory reads what it loaded. Looking at memory order and not at what is
 * executed next makes the stall a property of the place, which an engine can decode once.
 */
public final class LoadUse {
    private LoadUse() {
    }

    /**
     * Whether the instruction after a load reads the loaded register. No where the two do not lie
     * whole in one page.
     *
     * @param load the offset of the load in {@code bytes}
     * @param length of the load: 2 or 4 bytes
     * @param loaded the register
     */
    public static boolean stalls(byte[] bytes, int load, int length, int loaded) {
        if ((load & PhysicalMemory.PAGE_SIZE - 1) + length > PhysicalMemory.PAGE_SIZE) {
            return false;
        }
        int next = load + length;
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
                && (instruction.hasRs1() && instruction.format() != Format.CSR_IMMEDIATE
                        && Operands.rs1(word) == loaded
                        || instruction.hasRs2() && Operands.rs2(word) == loaded);
    }
}

package cleave.emulator.engine;

import cleave.emulator.memory.Bytes;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Operands;

/**
 * Fetches one instruction, of 16 or 32 bits, at any even address; the parcels of a 32-bit one may
 * lie in different pages (section 1.5 of the unprivileged specification).
 */
public final class InstructionFetch {
    private final Mmu mmu;
    private final byte[] bytes;
    private int raw;
    private int word;
    private int length;
    private int offset;

    public InstructionFetch(Mmu mmu) {
        this.mmu = mmu;
        this.bytes = mmu.bus().memory().bytes();
    }

    /** Fetches at {@code va}; false when that raises the exception the MMU holds. */
    public boolean at(int va) {
        offset = mmu.fetch(va);
        if (offset < 0) {
            return false;
        }
        int low = Bytes.getShort(bytes, offset) & 0xffff;
        if (Operands.isCompressed(low)) {
            raw = low;
            word = CompressedInstruction.expand(low);
            length = 2;
            return true;
        }
        int highOffset = mmu.fetch(va + 2);
        if (highOffset < 0) {
            return false;
        }
        raw = Bytes.getShort(bytes, highOffset) << 16 | low;
        word = raw;
        length = 4;
        return true;
    }

    /** The bits as they are in memory: 16 or 32. */
    public int raw() {
        return raw;
    }

    /** The 32-bit instruction it is or stands for; 0 for an illegal compressed one. */
    public int word() {
        return word;
    }

    /** Bytes: 2 or 4. */
    public int length() {
        return length;
    }

    /** Where its first parcel is in the bytes of physical memory. */
    public int offset() {
        return offset;
    }
}

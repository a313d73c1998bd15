package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A program header (gABI chapter 5) and the bytes it names. Addresses and sizes are unsigned words.
 *
 * @param index           place in the program header table, counted from 0
 * @param type            {@code p_type}, for example {@link #LOAD}
 * @param flags           {@code p_flags}: {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
 * @param virtualAddress  where the program expects it
 * @param physicalAddress where a loader without paging puts it
 * @param memorySize      bytes in memory; those beyond the data are zero
 * @param alignment       {@code p_align}, bytes
 * @param data            the bytes in the file, read-only, never more than {@code memorySize}
 */
public record ElfSegment(int index, int type, int flags, int virtualAddress, int physicalAddress,
        int memorySize, int alignment, ByteBuffer data) {

    public static final int LOAD = 1;
    public static final int DYNAMIC = 2;
    public static final int INTERPRETER = 3;
    public static final int NOTE = 4;

    public static final int EXECUTE = 1;
    public static final int WRITE = 2;
    public static final int READ = 4;

    /** The bytes in the file, from position 0, little-endian; each call gives a fresh view. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy of the bytes in the file, without the zeroes that follow them in memory. */
    public byte[] bytes() {
        byte[] copy = new byte[data.remaining()];
        data().get(copy);
        return copy;
    }

    public boolean isLoad() {
        return type == LOAD;
    }

    public boolean isExecutable() {
        return (flags & EXECUTE) != 0;
    }

    public boolean isWritable() {
        return (flags & WRITE) != 0;
    }

    /** Whether the segment covers this virtual address. */
    public boolean contains(int va) {
        return Integer.compareUnsigned(va - virtualAddress, memorySize) < 0;
    }

    /** "segment 2 (rwx 0x80400000..0x80405000)". */
    String describe() {
        long end = ElfFormat.unsigned(physicalAddress) + ElfFormat.unsigned(memorySize);
        String permissions = ((flags & READ) != 0 ? "r" : "-") + (isWritable() ? "w" : "-")
                + (isExecutable() ? "x" : "-");
        return "segment " + index + " (" + permissions + " " + ElfFormat.hex(physicalAddress)
                + ".." + ElfFormat.hex(end) + ")";
    }
}

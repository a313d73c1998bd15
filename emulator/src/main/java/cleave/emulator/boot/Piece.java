package cleave.emulator.boot;

import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.text.Hex;
import java.nio.ByteBuffer;

/**
 * Bytes and their place in physical memory.
 *
 * @param what its name in messages: a file's name, "device tree"
 * @param address physical
 * @param bytes what is put there, from position to limit; not changed
 * @param memorySize bytes in memory; those beyond the data become zero
 */
public record Piece(String what, long address, ByteBuffer bytes, long memorySize) {
    private static final byte[] ZEROES = new byte[1 << 16];

    Piece(String what, long address, byte[] bytes) {
        this(what, address, ByteBuffer.wrap(bytes), bytes.length);
    }

    /** A place without contents. */
    static Piece empty(long address, long size) {
        return new Piece("", address, ByteBuffer.allocate(0), size);
    }

    /** The part from an address on, which lies within the data. */
    Piece from(long first) {
        int skipped = (int) (first - address);
        return new Piece(what, first, bytes.slice(skipped, bytes.remaining() - skipped),
                memorySize - skipped);
    }

    /** The first address behind it. */
    public long end() {
        return address + memorySize;
    }

    boolean overlaps(Piece other) {
        return address < other.end() && other.address < end();
    }

    void load(PhysicalMemory memory) {
        byte[] data = new byte[bytes.remaining()];
        bytes.duplicate().get(data);
        memory.load(address, data, 0, data.length);
        for (long at = address + data.length; at < end(); at += ZEROES.length) {
            memory.load(at, ZEROES, 0, (int) Math.min(ZEROES.length, end() - at));
        }
    }

    /** {@code kernel.elf (0x80000000..0x80004000)}. */
    public String describe() {
        return what + " (" + Hex.address(address) + ".." + Hex.address(end()) + ")";
    }
}

package cleave.toolchain.elf;

import java.io.ByteArrayOutputStream;

/** A file in the making, appended to; its size is the offset of what comes next. */
final class ElfOutput {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
        return out.size();
    }

    void bytes(byte[] bytes) {
        out.writeBytes(bytes);
    }

    void zeroes(int count) {
        out.writeBytes(new byte[count]);
    }

    /** Pads to a multiple of the alignment, a power of two; 0 counts as 1. */
    void align(int alignment) {
        alignLike(0, Math.max(alignment, 1));
    }

    /** Pads until the offset and the address agree modulo the alignment, a power of two. */
    void alignLike(int address, int alignment) {
        zeroes(address - size() & alignment - 1);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}

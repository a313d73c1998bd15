package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** The bytes of a file, little-endian, with the name that messages give it. */
final class ElfBytes {
    final String name;
    private final ByteBuffer bytes;

    ElfBytes(String name, byte[] content) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(content).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return bytes.capacity();
    }

    int u8(int offset) {
        return Byte.toUnsignedInt(bytes.get(offset));
    }

    int u16(int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }

    int word(int offset) {
        return bytes.getInt(offset);
    }

    /** Refuses the file unless it holds {@code size} bytes from {@code offset}. */
    void require(long offset, long size, String what) throws ElfException {
        if (offset + size > size()) {
            throw error("is truncated: %s ends at byte %s, the file has %s: copy or build it again",
                    what, ElfFormat.hex(offset + size), ElfFormat.hex(size()));
        }
    }

    /** A read-only view of a part of the file; refuses the file if it is shorter. */
    ByteBuffer slice(long offset, long size, String what) throws ElfException {
        require(offset, size, what);
        return bytes.slice((int) offset, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An exception whose message is the file's name and the rest of the sentence. */
    ElfException error(String sentence, Object... arguments) {
        return new ElfException(name + " " + String.format(Locale.ROOT, sentence, arguments));
    }
}

package cleave.toolchain.elf.dwarf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads DWARF's forms from a part of a section, in order, and never beyond its end. */
final class DwarfCursor {
    private final ByteBuffer bytes;

    /** Starts at the buffer's position; sees nothing beyond its limit. */
    DwarfCursor(ByteBuffer bytes) {
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int u8() throws DwarfException {
        require(1);
        return Byte.toUnsignedInt(bytes.get());
    }

    int s8() throws DwarfException {
        return (byte) u8();
    }

    int u16() throws DwarfException {
        require(2);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int word() throws DwarfException {
        require(4);
        return bytes.getInt();
    }

    /** A length or an offset into a section; one that an {@code int} cannot hold is refused. */
    int offset(boolean dwarf64) throws DwarfException {
        require(dwarf64 ? 8 : 4);
        long value = dwarf64 ? bytes.getLong() : Integer.toUnsignedLong(bytes.getInt());
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new DwarfException("offset 0x" + Long.toHexString(value) + " is too large");
        }
        return (int) value;
    }

    /** Unsigned LEB128 (DWARF 5, section 7.6), the lowest 32 bits of it. */
    int uleb() throws DwarfException {
        int value = 0;
        int shift = 0;
        int part;
        do {
            part = u8();
            value |= shift < Integer.SIZE ? (part & 0x7f) << shift : 0;
            shift += 7;
        } while ((part & 0x80) != 0);
        return value;
    }

    /** Signed LEB128, the lowest 32 bits of it. */
    int sleb() throws DwarfException {
        int value = 0;
        int shift = 0;
        int part;
        do {
            part = u8();
            value |= shift < Integer.SIZE ? (part & 0x7f) << shift : 0;
            shift += 7;
        } while ((part & 0x80) != 0);
        return (part & 0x40) != 0 && shift < Integer.SIZE ? value | -1 << shift : value;
    }

    /** A text that ends in a zero byte; it is decoded when somebody asks for it. */
    DwarfText text() throws DwarfException {
        int start = bytes.position();
        while (u8() != 0) {
            continue;
        }
        return new DwarfText(bytes, start, bytes.position() - 1 - start);
    }

    void skip(int count) throws DwarfException {
        if (count < 0) {
            throw new DwarfException("length " + Integer.toUnsignedString(count)
                    + " is too large");
        }
        require(count);
        bytes.position(bytes.position() + count);
    }

    /** The next {@code count} bytes as a cursor of their own, which this one skips. */
    DwarfCursor part(int count) throws DwarfException {
        ByteBuffer part = bytes.duplicate();
        skip(count);
        part.limit(bytes.position());
        return new DwarfCursor(part);
    }

    private void require(int count) throws DwarfException {
        if (bytes.remaining() < count) {
            throw new DwarfException("it ends at offset 0x" + Integer.toHexString(bytes.limit())
                    + " in the middle of an entry");
        }
    }
}

package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A string table (gABI chapter 4): names that end in a zero byte, found by their offset.
 *
 * <p>Names may share their ends, so that a small hostile table could spell gigabytes; the total is
 * limited to {@link #SHARING} times the size of the table.
 */
final class NameTable {
    private static final int SHARING = 64;

    private final ElfBytes file;
    private final byte[] strings;
    private long budget;

    NameTable(ElfBytes file, ByteBuffer strings) {
        this.file = file;
        this.strings = new byte[strings.capacity()];
        this.budget = (long) SHARING * this.strings.length;
        strings.duplicate().rewind().get(this.strings);
    }

    /** The name of the {@code number}th {@code kind}, which is what messages call it. */
    String name(int offset, String kind, int number) throws ElfException {
        byte[] bytes = strings;
        if (Integer.compareUnsigned(offset, bytes.length) >= 0) {
            if (offset == 0) {
                return "";
            }
            throw damaged("the name of %s %d is at byte %s of a string table of %s", kind, number,
                    ElfFormat.hex(offset), ElfFormat.hex(bytes.length));
        }
        int end = offset;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == bytes.length) {
            throw damaged("the name of %s %d does not end in its string table", kind, number);
        }
        budget -= end - offset;
        if (budget < 0) {
            throw damaged("its names are longer than %d times their string table", SHARING);
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    private ElfException damaged(String sentence, Object... arguments) {
        return file.error("is damaged: " + sentence + ": build it again, or strip it", arguments);
    }
}

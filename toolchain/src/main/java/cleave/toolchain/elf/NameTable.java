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
    private final ByteBuffer strings;
    private long budget;

    NameTable(ElfBytes file, ByteBuffer strings) {
        this.file = file;
        this.strings = strings;
        this.budget = (long) SHARING * strings.capacity();
    }

    String name(int offset, String what) throws ElfException {
        if (Integer.compareUnsigned(offset, strings.capacity()) >= 0) {
            if (offset == 0) {
                return "";
            }
            throw damaged("the name of %s is at byte %s of a string table of %s", what,
                    ElfFormat.hex(offset), ElfFormat.hex(strings.capacity()));
        }
        int end = offset;
        while (end < strings.capacity() && strings.get(end) != 0) {
            end++;
        }
        if (end == strings.capacity()) {
            throw damaged("the name of %s does not end in its string table", what);
        }
        budget -= end - offset;
        if (budget < 0) {
            throw damaged("its names are longer than %d times their string table", SHARING);
        }
        return StandardCharsets.UTF_8.decode(strings.slice(offset, end - offset)).toString();
    }

    private ElfException damaged(String sentence, Object... arguments) {
        return file.error("is damaged: " + sentence + ": build it again, or strip it", arguments);
    }
}

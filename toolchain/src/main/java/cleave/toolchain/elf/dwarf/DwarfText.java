package cleave.toolchain.elf.dwarf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A text that still lies in its section: a large program has many more than are ever shown. */
record DwarfText(ByteBuffer section, int start, int length) {
    static final DwarfText EMPTY = new DwarfText(ByteBuffer.allocate(0), 0, 0);

    boolean isEmpty() {
        return length == 0;
    }

    @Override
    public String toString() {
        ByteBuffer view = section.duplicate().clear();
        return StandardCharsets.UTF_8.decode(view.slice(start, length)).toString();
    }
}

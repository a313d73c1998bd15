package cleave.toolchain.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A note (gABI chapter 5, "Note Section"): who it is for, what kind it is, and what it says. Name
 * and description are padded to four bytes in the file, not here.
 *
 * @param name        the owner, without its terminating zero
 * @param type        meaning is the owner's
 * @param description read-only
 */
public record ElfNote(String name, int type, ByteBuffer description) {

    public ElfNote(String name, int type, byte[] description) {
        this(name, type, ByteBuffer.wrap(description.clone()).asReadOnlyBuffer());
    }

    /** The description from position 0, little-endian; each call gives a fresh view. */
    @Override
    public ByteBuffer description() {
        return description.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    static int padded(int size) {
        return (size + 3) & ~3;
    }

    /** The content of a note section. */
    static byte[] encode(Iterable<ElfNote> notes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ElfNote note : notes) {
            byte[] name = (note.name + "\0").getBytes(StandardCharsets.UTF_8);
            ByteBuffer description = note.description();
            byte[] text = new byte[description.remaining()];
            description.get(text);
            ByteBuffer header = ByteBuffer.allocate(ElfFormat.NOTE_HEADER_SIZE)
                    .order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(name.length).putInt(text.length).putInt(note.type);
            out.writeBytes(header.array());
            out.writeBytes(Arrays.copyOf(name, padded(name.length)));
            out.writeBytes(Arrays.copyOf(text, padded(text.length)));
        }
        return out.toByteArray();
    }
}

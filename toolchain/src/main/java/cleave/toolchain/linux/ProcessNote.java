package cleave.toolchain.linux;

import cleave.toolchain.elf.ElfNote;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Where a kernel keeps what a debugger from outside wants to know of a process: a note in the
 * kernel's ELF file, owner {@code Cleave}, type 1, of three words. While a program runs, {@code
 * sscratch} holds the address of its process; the words are offsets from there.
 *
 * @param pid of a word with the process's number
 * @param name of its name, a C string
 * @param nameSize the bytes that the name has at most, its zero included
 */
public record ProcessNote(int pid, int name, int nameSize) {
    private static final String OWNER = "Cleave";
    private static final int TYPE = 1;
    private static final int WORDS = 3;

    /** The note itself. */
    public ElfNote note() {
        ByteBuffer words = ByteBuffer.allocate(WORDS * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).putInt(pid).putInt(name).putInt(nameSize);
        return new ElfNote(OWNER, TYPE, words.array());
    }

    /** What a note says; empty when it is another's. */
    public static Optional<ProcessNote> of(ElfNote note) {
        ByteBuffer words = note.description();
        if (!note.name().equals(OWNER) || note.type() != TYPE
                || words.remaining() < WORDS * Integer.BYTES) {
            return Optional.empty();
        }
        return Optional.of(new ProcessNote(words.getInt(), words.getInt(), words.getInt()));
    }
}

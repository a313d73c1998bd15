package cleave.guestos.kernel.file;

import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** What {@code renameat2} is about to do, after all checks. */
public final class Renaming extends Struct {
    public static final int NO_REPLACE = 1;
    public static final int EXCHANGE = 2;

    public Inode fromDirectory;
    public Address fromName;
    public int fromLength;
    public Inode toDirectory;
    public Address toName;
    public int toLength;
    /** What is moved. */
    public Inode moved;
    /** What is there so far: it loses this name, or is exchanged; null if there is none. */
    public Inode replaced;
    /** {@link #EXCHANGE} or 0. */
    public int flags;

    /** Null when memory is full. */
    static Renaming create(Walk from, Walk to, int flags) {
        Renaming renaming = new Renaming();
        if (renaming != null) {
            renaming.fromDirectory = from.at;
            renaming.fromName = from.name;
            renaming.fromLength = from.length;
            renaming.toDirectory = to.at;
            renaming.toName = to.name;
            renaming.toLength = to.length;
            renaming.moved = from.found;
            renaming.replaced = to.found;
            renaming.flags = flags;
        }
        return renaming;
    }

    void end() {
        Heap.free(this, Struct.sizeOf(Renaming.class));
    }

    public boolean isExchange() {
        return flags == EXCHANGE;
    }

    /** Whether the directories differ. */
    public boolean changesDirectory() {
        return fromDirectory != toDirectory;
    }
}

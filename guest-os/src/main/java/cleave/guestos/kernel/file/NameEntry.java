package cleave.guestos.kernel.file;

import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A name in a directory, remembered: what it leads to, or that it leads nowhere. Entries that can
 * be found hold their inode; others, of names that are gone or must be looked for each time, belong
 * to it. The characters follow behind the struct.
 */
final class NameEntry extends Struct {
    /** In {@link #state}: it can be found. */
    static final int FINDABLE = 1;
    /** In {@link #state}: it was used since somebody looked for one to drop. */
    static final int USED = 2;
    /** In {@link #state}: the name was taken away from the file. */
    static final int DELETED = 4;

    /** The directory, which the entry holds. */
    Inode parent;
    /** What it names; null if there is nothing of that name. */
    Inode inode;
    int hash;
    int length;
    int state;
    NameEntry nextOfHash;
    /** Of the same directory. */
    NameEntry next;
    NameEntry previous;
    /** In the order of age. */
    NameEntry newer;
    NameEntry older;

    /** Where the name is. */
    Address text() {
        return Address.of(this).plus(Struct.sizeOf(NameEntry.class));
    }

    boolean is(Inode directory, Address name, int nameLength, int nameHash) {
        return hash == nameHash && parent == directory && length == nameLength
                && Bytes.equal(text(), name, nameLength);
    }

    /** An entry that is in no list; null when memory is full. */
    static NameEntry create(Inode parent, Inode inode, Address name, int length, int hash) {
        Address memory = Heap.allocate(Struct.sizeOf(NameEntry.class) + length);
        if (memory.isNull()) {
            return null;
        }
        NameEntry entry = Struct.at(memory, NameEntry.class);
        entry.parent = parent.retain();
        entry.inode = inode;
        entry.hash = hash;
        entry.length = length;
        Bytes.copy(entry.text(), name, length);
        return entry;
    }

    /** Frees it; the reference of its directory is the caller's then. */
    Inode free() {
        Inode directory = parent;
        Heap.free(Address.of(this), Struct.sizeOf(NameEntry.class) + length);
        return directory;
    }
}

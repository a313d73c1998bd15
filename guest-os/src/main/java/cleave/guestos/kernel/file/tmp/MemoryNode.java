package cleave.guestos.kernel.file.tmp;

import cleave.guestos.kernel.file.Inode;
import cleave.magic.Address;
import cleave.magic.Struct;

/** What a file in memory has beyond its inode and its pages: entries, or the text of a link. */
final class MemoryNode extends Struct {
    /** Of a directory, in the order in which they were made. */
    MemoryEntry first;
    MemoryEntry last;
    /** The place of the last one. */
    int lastPlace;
    /** Of a symbolic link its text, of a file that no name leads to what it is called. */
    Address text;
    int textBytes;

    static MemoryNode of(Inode inode) {
        return Struct.at(inode.data, MemoryNode.class);
    }

    MemoryEntry find(Address name, int length) {
        MemoryEntry entry = first;
        while (entry != null && !entry.is(name, length)) {
            entry = entry.next;
        }
        return entry;
    }

    void append(MemoryEntry entry) {
        lastPlace++;
        entry.place = lastPlace;
        entry.previous = last;
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
    }

    void remove(MemoryEntry entry) {
        if (entry.previous == null) {
            first = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
    }
}

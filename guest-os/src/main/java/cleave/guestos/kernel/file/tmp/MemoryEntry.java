package cleave.guestos.kernel.file.tmp;

import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A name in a directory; it holds its inode. The characters follow behind the struct. */
final class MemoryEntry extends Struct {
    Inode inode;
    int length;
    /** Its place in listings, above those of all older ones. */
    int place;
    MemoryEntry next;
    MemoryEntry previous;

    /** Null when memory is full. */
    static MemoryEntry create(Inode inode, Address name, int length) {
        Address memory = Heap.allocate(Struct.sizeOf(MemoryEntry.class) + length);
        if (memory.isNull()) {
            return null;
        }
        MemoryEntry entry = Struct.at(memory, MemoryEntry.class);
        entry.inode = inode;
        entry.length = length;
        Bytes.copy(entry.name(), name, length);
        return entry;
    }

    Address name() {
        return Address.of(this).plus(Struct.sizeOf(MemoryEntry.class));
    }

    boolean is(Address name, int nameLength) {
        return length == nameLength && Bytes.equal(name(), name, length);
    }

    void free() {
        Heap.free(Address.of(this), Struct.sizeOf(MemoryEntry.class) + length);
    }
}

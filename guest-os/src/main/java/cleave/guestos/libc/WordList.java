package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A growing list of strings, as exec wants one: {@link #first} is an array of addresses, and a null
 * follows the last. It begins with zeros.
 */
public final class WordList extends Struct {
    private static final int START = 16;

    public Address first;
    public int count;
    int room;

    /** Adds a string, which is not copied; 0, or -1 when there is no memory. */
    public int add(Address word) {
        if (count + 2 > room) {
            int more = Math.max(START, 2 * room);
            Address larger = Heap.realloc(first, 4 * more);
            if (larger.isNull()) {
                return -1;
            }
            first = larger;
            room = more;
        }
        first.storeInt(4 * count, word.bits());
        count++;
        first.storeInt(4 * count, 0);
        return 0;
    }

    public int add(String word) {
        return add(Address.of(word));
    }

    public Address get(int index) {
        return Address.of(first.loadInt(4 * index));
    }

    public void set(int index, Address word) {
        first.storeInt(4 * index, word.bits());
    }

    /** Takes all out; the strings stay. */
    public void clear() {
        count = 0;
        if (room > 0) {
            first.storeInt(0, 0);
        }
    }

    /** Gives all strings back to the heap that they came from, and takes them out. */
    public void freeAll() {
        for (int i = 0; i < count; i++) {
            Heap.free(get(i));
        }
        clear();
    }

    /** Gives the list's own memory back. */
    public void release() {
        Heap.free(first);
        first = Address.of(0);
        count = 0;
        room = 0;
    }
}

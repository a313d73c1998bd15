package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Program;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A list of words that grows: numbers, or addresses of strings and structs. */
public final class Words extends Struct {
    private static final int FIRST = 16;
    private static final int OUT_OF_MEMORY = 2;

    private Address items;
    private int count;
    private int room;

    public int count() {
        return count;
    }

    public int get(int index) {
        assert index >= 0 && index < count : "no such word in the list";
        return items.loadInt(4 * index);
    }

    public Address address(int index) {
        return Address.of(get(index));
    }

    public void set(int index, int word) {
        assert index >= 0 && index < count : "no such word in the list";
        items.storeInt(4 * index, word);
    }

    public void add(int word) {
        if (count == room) {
            int size = Math.max(FIRST, 2 * room);
            Address larger = Heap.realloc(items, 4 * size);
            if (larger.isNull()) {
                Errors.warn("out of memory");
                Program.exit(OUT_OF_MEMORY);
            }
            items = larger;
            room = size;
        }
        items.storeInt(4 * count, word);
        count++;
    }

    public void add(Address address) {
        add(address.bits());
    }

    /** Takes the last word away. */
    public int removeLast() {
        int word = get(count - 1);
        count--;
        return word;
    }

    public void clear() {
        count = 0;
    }

    /** Cuts the list to so many words. */
    public void truncate(int words) {
        count = Math.min(count, words);
    }

    /** Where the words lie, one behind the other, good until the list grows. */
    public Address items() {
        return items;
    }

    /** Gives back the list, and, with {@code contents}, what its words are the addresses of. */
    public void release(boolean contents) {
        for (int i = 0; contents && i < count; i++) {
            Heap.free(address(i));
        }
        Heap.free(items);
        items = Address.of(0);
        count = 0;
        room = 0;
    }
}

package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The positional parameters, {@code $1} and those behind it, of the script or a function. */
final class Positional extends Struct {
    private static Positional current = new Positional();

    private Address vector;
    private int first;
    private int count;
    /** Whether vector and strings are copies on the heap. */
    private boolean owned;

    static int count() {
        return current.count;
    }

    /** The parameter of that number, from 1; null behind the last. */
    static Address get(int number) {
        Positional now = current;
        return number < 1 || number > now.count ? Address.of(0)
                : Address.of(now.vector.loadInt(4 * (now.first + number - 1)));
    }

    /** Makes these the parameters; they are copied. */
    static void set(Address strings, int count) {
        Address copies = Storage.take(4 * count + 4);
        for (int i = 0; i < count; i++) {
            copies.storeInt(4 * i, Storage.copy(Address.of(strings.loadInt(4 * i))).bits());
        }
        current.free();
        current.vector = copies;
        current.first = 0;
        current.count = count;
        current.owned = true;
    }

    static void shift(int by) {
        current.first += by;
        current.count -= by;
    }

    /** Those of a function, whose strings stay until it ends; returns what {@link #leave} wants. */
    static Positional enter(Address strings, int count) {
        Positional outer = current;
        Positional inner = new Positional();
        inner.vector = strings;
        inner.count = count;
        current = inner;
        return outer;
    }

    static void leave(Positional outer) {
        current.free();
        Heap.free(current);
        current = outer;
    }

    private void free() {
        if (owned) {
            for (int i = 0; i < first + count; i++) {
                Heap.free(Address.of(vector.loadInt(4 * i)));
            }
            Heap.free(vector);
        }
    }
}

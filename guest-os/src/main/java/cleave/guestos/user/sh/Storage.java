package cleave.guestos.user.sh;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Memory from the heap, without which the shell cannot go on. */
final class Storage {
    private static final int FAILURE = 2;

    private Storage() {
    }

    static Address take(int bytes) {
        return need(Heap.malloc(bytes));
    }

    static Address resize(Address old, int bytes) {
        return need(Heap.realloc(old, bytes));
    }

    /** A copy of a string. */
    static Address copy(Address text) {
        return copy(text, Strings.length(text));
    }

    static Address copy(Address text, int length) {
        Address copy = take(length + 1);
        Memory.copy(copy, text, length);
        copy.storeByte(length, 0);
        return copy;
    }

    private static Address need(Address memory) {
        if (memory.isNull()) {
            Errors.die(FAILURE, "out of memory");
        }
        return memory;
    }
}

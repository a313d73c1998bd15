package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Variables as they were before a function or a command changed them for its own time. */
final class Locals extends Struct {
    private static Locals last;
    /** How many functions run. */
    static int functions;

    private Address name;
    private Address value;
    private int flags;
    private Locals before;

    /** What is put aside from now on goes back by {@link #restore} with this. */
    static Locals mark() {
        return last;
    }

    /** Puts a variable aside; it keeps its value for now. */
    static void keep(Address name) {
        Variable variable = Variables.find(name);
        Locals kept = new Locals();
        kept.name = Storage.copy(name);
        if (variable != null) {
            kept.flags = variable.flags;
            if (!variable.value.isNull()) {
                kept.value = Storage.copy(variable.value);
            }
        }
        kept.before = last;
        last = kept;
    }

    static void restore(Locals mark) {
        while (last != mark) {
            Locals kept = last;
            last = kept.before;
            Variables.putBack(kept.name, kept.value, kept.flags);
            Heap.free(kept.name);
            Heap.free(kept);
        }
    }
}

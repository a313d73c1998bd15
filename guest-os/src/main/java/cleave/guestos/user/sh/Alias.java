package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A word that stands for others where a command begins. */
final class Alias extends Struct {
    private static Alias first;

    Address name;
    Address value;
    Alias next;
    /** While its text is read, the name is a word like any other. */
    boolean inUse;

    static Alias first() {
        return first;
    }

    static Alias find(Address name) {
        Alias alias = first;
        while (alias != null && !Strings.equal(alias.name, name)) {
            alias = alias.next;
        }
        return alias;
    }

    static void define(Address name, Address value) {
        Alias alias = find(name);
        if (alias == null) {
            alias = new Alias();
            alias.name = Storage.copy(name);
            alias.next = first;
            first = alias;
        } else {
            Heap.free(alias.value);
        }
        alias.value = Storage.copy(value);
    }

    /** Whether there was one. One that is being read keeps its memory. */
    static boolean remove(Address name) {
        Alias before = null;
        for (Alias alias = first; alias != null; alias = alias.next) {
            if (Strings.equal(alias.name, name)) {
                if (before == null) {
                    first = alias.next;
                } else {
                    before.next = alias.next;
                }
                return true;
            }
            before = alias;
        }
        return false;
    }

    static void removeAll() {
        first = null;
    }

    boolean endsInBlank() {
        int length = Strings.length(value);
        return length > 0 && (value.loadByte(length - 1) == ' '
                || value.loadByte(length - 1) == '\t');
    }
}

package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A variable; one without a value may still be exported or read-only. */
final class Variable extends Struct {
    static final int EXPORTED = 1;
    static final int READONLY = 2;

    Address name;
    Address value;
    int flags;
    Variable next;

    boolean is(int flag) {
        return (flags & flag) != 0;
    }
}

package cleave.guestos.kernel.file;

import cleave.magic.Struct;

/** Entries of a directory on their way to a program: what {@code getdents64} fills. */
public final class Listing extends Struct {
    OpenFile file;
    int address;
    int room;
    int written;
    /** What ended it; 0 for lack of room. */
    int error;
}

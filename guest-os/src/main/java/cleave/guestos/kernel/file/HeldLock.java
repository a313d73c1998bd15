package cleave.guestos.kernel.file;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A lock on bytes of a file that programs know of, from {@link #start} to {@link #end}. */
final class HeldLock extends Struct {
    /** The table of descriptors (record locks), or the open file ({@code flock}). */
    Address owner;
    boolean exclusive;
    /** Whether it is one of {@code flock}, which have nothing to do with record locks. */
    boolean whole;
    int pid;
    long start;
    /** The last byte. */
    long end;
    HeldLock next;

    boolean meets(long from, long to) {
        return start <= to && end >= from;
    }
}

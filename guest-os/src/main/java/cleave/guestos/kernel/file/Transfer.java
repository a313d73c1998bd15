package cleave.guestos.kernel.file;

import cleave.guestos.abi.IoVector;
import cleave.magic.Struct;

/** Bytes on their way between a file and memory, of a program or of the kernel. */
public final class Transfer extends Struct {
    /** Where in the file; advanced by {@code read} and {@code write} of the file's operations. */
    public long offset;
    /** Bytes still to move. */
    public int remaining;
    /** Where the current piece of memory goes on. */
    int address;
    /** Bytes left in the current piece. */
    int left;
    /** The pieces behind the current one; null if there are none. */
    IoVector vectors;
    /** Whether addresses are the kernel's. */
    boolean kernel;
    /** In the list of those not in use. */
    Transfer next;
}

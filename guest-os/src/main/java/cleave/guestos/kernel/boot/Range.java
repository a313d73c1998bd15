package cleave.guestos.kernel.boot;

import cleave.magic.Struct;

/** A piece of physical memory. */
public final class Range extends Struct {
    /** Physical address of the first byte. */
    public int start;
    /** Bytes, unsigned; what lies above 4 GiB is cut off. */
    public int bytes;
}

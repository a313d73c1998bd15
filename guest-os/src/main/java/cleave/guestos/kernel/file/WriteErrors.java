package cleave.guestos.kernel.file;

import cleave.magic.Struct;

/**
 * The last error of writing that nobody waited for, and whether somebody knows it: each open file
 * is told of it once, and of one that nobody knew when it was opened too. What an open file keeps
 * is a {@link #sample}.
 */
public final class WriteErrors extends Struct {
    private static final int ERROR = 0xfff;
    private static final int KNOWN = 0x1000;
    private static final int NEXT = 0x2000;

    /** The error number, {@link #KNOWN}, and how many came before it. */
    private int mark;

    /** Something could not be written: a negated error number. */
    void add(int error) {
        int before = (mark & KNOWN) != 0 ? mark + NEXT : mark;
        mark = before & ~(ERROR | KNOWN) | -error;
    }

    /** What somebody knows who asks now. */
    int sample() {
        return (mark & KNOWN) != 0 ? mark : 0;
    }

    /** The negated error since a sample was taken, which is known from now on; 0 without one. */
    int tell(int sample) {
        if (mark == sample) {
            return 0;
        }
        mark |= KNOWN;
        return mark == sample ? 0 : -(mark & ERROR);
    }
}

package cleave.guestos.kernel.time;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code struct __kernel_timespec} of Linux: seconds and nanoseconds, 64 bits each. */
@Size(16)
public final class TimeSpec extends Struct {
    /** For a value that is used at once, between two points where a process may sleep. */
    static final TimeSpec SCRATCH = new TimeSpec();

    @Offset(0)
    public long seconds;
    @Offset(8)
    public int nanoseconds;
    /** The upper half; 32-bit programs may leave anything there, and Linux looks at none of it. */
    @Offset(12)
    public int unused;

    /** Whether it is a span of time: not negative, and with less than a second's nanoseconds. */
    public boolean isSpan() {
        return seconds >= 0
                && Integer.compareUnsigned(nanoseconds, Clock.NANOSECONDS_PER_SECOND) < 0;
    }
}

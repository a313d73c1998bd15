package cleave.guestos.kernel.time;

import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.boot.Hardware;
import cleave.magic.Csr;

/**
 * Time in ticks of the {@code time} CSR, in nanoseconds since the machine was switched on, and in
 * nanoseconds since 1970. The Goldfish RTC is asked once, at the start; from then on {@code time}
 * counts.
 */
public final class Clock {
    public static final int NANOSECONDS_PER_SECOND = 1_000_000_000;

    /** For a value that is used at once, between two points where a process may sleep. */
    private static final Timespec SCRATCH = new Timespec();

    /** Ticks per second; of {@code virt}, 10 MHz. */
    private static int frequency = 1;
    /** Seconds whose ticks are a number without doubt. */
    private static long secondsMax;
    /** Nanoseconds of a tick, if that is a whole number; else 0. */
    private static int nanosecondsPerTick;
    /** Where the second that was asked for last began, and its number. */
    private static long secondStart;
    private static long second;
    /** Seconds and nanoseconds that real time is ahead of {@link #nanoseconds}. */
    private static long realSecondsAhead;
    private static int realNanosecondsAhead;

    private Clock() {
    }

    /** Begins to count; real time begins in 1970, until {@link #setReal}. */
    public static void begin() {
        frequency = Hardware.MACHINE.timebase;
        nanosecondsPerTick = NANOSECONDS_PER_SECOND % frequency == 0
                ? NANOSECONDS_PER_SECOND / frequency : 0;
        secondsMax = Long.MAX_VALUE / 4 / frequency;
        secondStart = 0;
        second = 0;
    }

    /** The {@code time} CSR. */
    public static long ticks() {
        int high = Csr.read(cleave.toolchain.isa.Csr.TIMEH);
        int low = Csr.read(cleave.toolchain.isa.Csr.TIME);
        int highAgain = Csr.read(cleave.toolchain.isa.Csr.TIMEH);
        if (high != highAgain) {
            low = Csr.read(cleave.toolchain.isa.Csr.TIME);
        }
        return (long) highAgain << Integer.SIZE | low & 0xffff_ffffL;
    }

    /** Ticks per second. */
    public static int frequency() {
        return frequency;
    }

    /** Ticks in that many milliseconds. */
    public static long ticksOfMilliseconds(int milliseconds) {
        return (long) milliseconds * frequency / 1000;
    }

    /** Ticks in a span of time, rounded up; the greatest number if that is too many. */
    public static long ticksOf(long seconds, int nanoseconds) {
        if (seconds >= secondsMax) {
            return Long.MAX_VALUE / 2;
        }
        int part = nanosecondsPerTick != 0
                ? Integer.divideUnsigned(nanoseconds + nanosecondsPerTick - 1, nanosecondsPerTick)
                : (int) (((long) nanoseconds * frequency + NANOSECONDS_PER_SECOND - 1)
                        / NANOSECONDS_PER_SECOND);
        return seconds * frequency + part;
    }

    /** The tick at which real time will be, or was, that. */
    public static long ticksOfReal(long seconds, int nanoseconds) {
        boolean borrow = nanoseconds < realNanosecondsAhead;
        long spanSeconds = seconds - realSecondsAhead - (borrow ? 1 : 0);
        return spanSeconds < 0 ? 0 : ticksOf(spanSeconds, nanoseconds - realNanosecondsAhead
                + (borrow ? NANOSECONDS_PER_SECOND : 0));
    }

    /** Nanoseconds since the machine was switched on. */
    public static long nanoseconds() {
        return nanosecondsOf(ticks());
    }

    /** Nanoseconds of a number of ticks. */
    public static long nanosecondsOf(long ticks) {
        if (nanosecondsPerTick != 0) {
            return ticks * nanosecondsPerTick;
        }
        return ticks / frequency * NANOSECONDS_PER_SECOND
                + ticks % frequency * NANOSECONDS_PER_SECOND / frequency;
    }

    /** Splits ticks since the start into seconds and nanoseconds. */
    static void split(long ticks, Timespec to) {
        long since = ticks - secondStart;
        if (since < 0 || since >= frequency) {
            second = ticks / frequency;
            secondStart = second * frequency;
            since = ticks - secondStart;
        }
        to.seconds = second;
        to.nanoseconds = nanosecondsPerTick != 0 ? (int) since * nanosecondsPerTick
                : (int) (since * NANOSECONDS_PER_SECOND / frequency);
    }

    /** Splits a span of ticks, like a process's use of the hart. */
    public static void splitSpan(long ticks, Timespec to) {
        long seconds = ticks >>> Integer.SIZE == 0
                ? Integer.divideUnsigned((int) ticks, frequency) & 0xffff_ffffL : ticks / frequency;
        int rest = (int) (ticks - seconds * frequency);
        to.seconds = seconds;
        to.nanoseconds = nanosecondsPerTick != 0 ? rest * nanosecondsPerTick
                : (int) ((long) rest * NANOSECONDS_PER_SECOND / frequency);
    }

    /** The time since the machine was switched on. */
    public static void monotonic(Timespec to) {
        split(ticks(), to);
    }

    /** The time since 1970. */
    public static void real(Timespec to) {
        monotonic(to);
        to.seconds += realSecondsAhead;
        int nanoseconds = (int) to.nanoseconds + realNanosecondsAhead;
        boolean carry = nanoseconds >= NANOSECONDS_PER_SECOND;
        to.nanoseconds = carry ? nanoseconds - NANOSECONDS_PER_SECOND : nanoseconds;
        to.seconds += carry ? 1 : 0;
    }

    /** Whether it is a span of time: not negative, and with less than a second's nanoseconds. */
    public static boolean isSpan(Timespec time) {
        // Programs of 32 bits may leave anything in the upper half, and Linux looks at none of it.
        time.nanoseconds &= 0xffff_ffffL;
        return time.seconds >= 0 && time.nanoseconds < NANOSECONDS_PER_SECOND;
    }

    /** Sets the time since 1970. */
    public static void setReal(long seconds, int nanoseconds) {
        Timespec now = SCRATCH;
        monotonic(now);
        realSecondsAhead = seconds - now.seconds;
        realNanosecondsAhead = nanoseconds - (int) now.nanoseconds;
        if (realNanosecondsAhead < 0) {
            realNanosecondsAhead += NANOSECONDS_PER_SECOND;
            realSecondsAhead--;
        }
    }

    /** Seconds since 1970. */
    public static long realSeconds() {
        real(SCRATCH);
        return SCRATCH.seconds;
    }

    /** When the machine was switched on, in seconds since 1970. */
    public static long bootSeconds() {
        return realSecondsAhead + (realNanosecondsAhead >= NANOSECONDS_PER_SECOND / 2 ? 1 : 0);
    }
}

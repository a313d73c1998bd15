package cleave.guestos.kernel.file;

import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.time.Clock;

/** The time that files get. */
public final class FileTime {
    private static final Timespec NOW = new Timespec();

    private static long coarse;
    private static long nextTick;

    private FileTime() {
    }

    /** Seconds since 1970, now. */
    public static long now() {
        Clock.real(NOW);
        return NOW.seconds;
    }

    /** Seconds since 1970, up to a second ago. */
    static long coarse() {
        long ticks = Clock.ticks();
        if (ticks >= nextTick) {
            nextTick = ticks + Clock.frequency();
            now();
            coarse = NOW.seconds;
        }
        return coarse;
    }

    /** The nanoseconds that belong to the last {@link #now}. */
    public static int nanoseconds() {
        return (int) NOW.nanoseconds;
    }
}

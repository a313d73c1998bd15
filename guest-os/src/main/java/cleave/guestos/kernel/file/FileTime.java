package cleave.guestos.kernel.file;

import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.time.Clock;

/** The time that files get. */
public final class FileTime {
    private static final Timespec NOW = new Timespec();

    private FileTime() {
    }

    /** Seconds since 1970, now. */
    public static long now() {
        Clock.real(NOW);
        return NOW.seconds;
    }

    /** The nanoseconds that belong to the last {@link #now}. */
    public static int nanoseconds() {
        return (int) NOW.nanoseconds;
    }
}

package cleave.guestos.libc;

import cleave.guestos.abi.Timespec;
import cleave.magic.Address;

/** Clocks and sleep. */
public final class Time {
    public static final int CLOCK_REALTIME = 0;
    public static final int CLOCK_MONOTONIC = 1;
    public static final int CLOCK_PROCESS_CPUTIME = 2;

    public static final int NANOSECONDS = 1_000_000_000;

    private static final Timespec NOW = new Timespec();
    private static final Timespec REST = new Timespec();

    private Time() {
    }

    public static int gettime(int clock, Timespec to) {
        return Errors.result(Syscalls.clockGettime(clock, Address.of(to)));
    }

    public static int settime(int clock, Timespec from) {
        return Errors.result(Syscalls.clockSettime(clock, Address.of(from)));
    }

    /** Seconds since 1970. */
    public static long time() {
        gettime(CLOCK_REALTIME, NOW);
        return NOW.seconds;
    }

    /** Nanoseconds since the machine began. */
    public static long monotonic() {
        gettime(CLOCK_MONOTONIC, NOW);
        return NOW.seconds * NANOSECONDS + NOW.nanoseconds;
    }

    /** Nanoseconds of processor time that this process has used. */
    public static long processTime() {
        gettime(CLOCK_PROCESS_CPUTIME, NOW);
        return NOW.seconds * NANOSECONDS + NOW.nanoseconds;
    }

    /** Sleeps; -1 with EINTR when a signal comes, and {@code rest}, which may be null, is set. */
    public static int nanosleep(Timespec time, Timespec rest) {
        return Errors.result(Syscalls.clockNanosleep(CLOCK_MONOTONIC, 0, Address.of(time),
                Address.of(rest)));
    }

    /** Sleeps that many seconds; returns those that a signal has left. */
    public static int sleep(int seconds) {
        NOW.seconds = seconds;
        NOW.nanoseconds = 0;
        if (nanosleep(NOW, REST) == 0) {
            return 0;
        }
        return (int) REST.seconds + (REST.nanoseconds > 0 ? 1 : 0);
    }

    public static int millisleep(int milliseconds) {
        NOW.seconds = milliseconds / 1000;
        NOW.nanoseconds = milliseconds % 1000 * 1_000_000;
        return nanosleep(NOW, null);
    }
}

package cleave.emulator.cli;

import java.util.concurrent.locks.LockSupport;

/**
 * The host's time: the only class that reads it. Everything in the machine lives on virtual time;
 * the host's matters for limits in seconds, for sleeping, and for those who ask for it.
 */
final class HostClock {
    private static final long BEGIN = System.nanoTime();

    private HostClock() {
    }

    /** Nanoseconds since some moment; only differences mean anything. */
    static long nanoseconds() {
        return System.nanoTime();
    }

    /** Nanoseconds since this class was first used, which {@link Main} does before all else. */
    static long sinceBegin() {
        return System.nanoTime() - BEGIN;
    }

    /** Lets the host's thread sleep. */
    static void sleep(long nanoseconds) {
        LockSupport.parkNanos(nanoseconds);
    }

    /** As {@link #sleep}, and not shorter. */
    static void sleepUntilOver(long nanoseconds) {
        long deadline = nanoseconds() + nanoseconds;
        for (long left = nanoseconds; left > 0; left = deadline - nanoseconds()) {
            sleep(left);
        }
    }

    /** Seconds since 1970. */
    static long epochSeconds() {
        return System.currentTimeMillis() / 1000;
    }
}

package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Times on their way from and to programs, as {@code struct __kernel_timespec}. */
public final class UserTime {
    private static final Timespec SCRATCH = new Timespec();
    /** Of a limit of time that is none. */
    static final long NEVER = Long.MAX_VALUE;

    private UserTime() {
    }

    /** 0 or {@code -EFAULT}. */
    static int write(int to, long seconds, int nanoseconds) {
        int result = UserMemory.writeInt(to, (int) seconds);
        result |= UserMemory.writeInt(to + 4, (int) (seconds >>> Integer.SIZE));
        result |= UserMemory.writeInt(to + 8, nanoseconds);
        result |= UserMemory.writeInt(to + 12, 0);
        return result < 0 ? -Errno.EFAULT : 0;
    }

    /** A span of ticks; 0 or {@code -EFAULT}. */
    static int writeSpan(int to, long ticks) {
        Clock.splitSpan(ticks, SCRATCH);
        return write(to, SCRATCH.seconds, (int) SCRATCH.nanoseconds);
    }

    /**
     * Reads a span or point of time; {@link #seconds} and {@link #nanoseconds} have it until
     * something sleeps.
     *
     * @return 0, {@code -EFAULT}, or {@code -EINVAL} for what is negative or has a second's
     *         nanoseconds or more
     */
    static int read(int from) {
        // Copying may sleep, and another process may read a time meanwhile: what this one has read
        // counts only if it was read at once.
        int result = UserMemory.copyIn(Address.of(SCRATCH), from, Struct.sizeOf(Timespec.class));
        if (result == 0) {
            result = UserMemory.copyIn(Address.of(SCRATCH), from, Struct.sizeOf(Timespec.class));
        }
        if (result != 0) {
            return result;
        }
        return Clock.isSpan(SCRATCH) ? 0 : -Errno.EINVAL;
    }

    static long seconds() {
        return SCRATCH.seconds;
    }

    static int nanoseconds() {
        return (int) SCRATCH.nanoseconds;
    }

    /** When the span that was read last will be over, in ticks. */
    static long deadline() {
        return Clock.ticks() + Clock.ticksOf(SCRATCH.seconds, (int) SCRATCH.nanoseconds);
    }

    /**
     * When a timer that was given what was read last expires, in ticks; 0 for one that is stopped
     * by it.
     *
     * @param real whether an absolute time is one since 1970
     */
    static long expiry(boolean absolute, boolean real) {
        if (SCRATCH.seconds == 0 && SCRATCH.nanoseconds == 0) {
            return 0;
        }
        long tick = !absolute ? deadline()
                : real ? Clock.ticksOfReal(seconds(), nanoseconds())
                : Clock.ticksOf(seconds(), nanoseconds());
        // 0 would mean never.
        return Math.max(tick, 1);
    }
}

package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.signal.Timers;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** {@code setitimer}, whose times are seconds and microseconds of 32 bits, and its reading. */
final class TimerCalls {
    private static final int WORDS = 4;
    private static final int MICROSECONDS_PER_SECOND = 1_000_000;
    private static final int NANOSECONDS_PER_MICROSECOND = 1000;

    /** The interval first, then the value. */
    private static final int[] BUFFER = new int[WORDS];

    private TimerCalls() {
    }

    private static long ticks(int at) {
        return Clock.ticksOf(BUFFER[at], BUFFER[at + 1] * NANOSECONDS_PER_MICROSECOND);
    }

    private static boolean isTime(int at) {
        return BUFFER[at] >= 0
                && Integer.compareUnsigned(BUFFER[at + 1], MICROSECONDS_PER_SECOND) < 0;
    }

    private static void store(int at, long ticks) {
        int perSecond = Clock.frequency();
        long seconds = ticks / perSecond;
        int rest = (int) (ticks - seconds * perSecond);
        BUFFER[at] = (int) seconds;
        BUFFER[at + 1] = (int) ((long) rest * MICROSECONDS_PER_SECOND / perSecond);
    }

    private static int write(int to, long interval, long left) {
        store(0, interval);
        store(2, left);
        return UserMemory.copyOut(to, Address.of(BUFFER), WORDS * Integer.BYTES);
    }

    @EntryPoint("sys_getitimer")
    static int get(int which, int to) {
        if (which < Timers.REAL || which > Timers.PROFILE) {
            return -Errno.EINVAL;
        }
        Process self = Process.current().leader;
        Scheduler.chargeCurrent();
        Timers timers = self.timers;
        return timers == null ? write(to, 0, 0)
                : write(to, timers.interval(which), timers.left(self, which));
    }

    @EntryPoint("sys_setitimer")
    static int set(int which, int wanted, int former) {
        if (which < Timers.REAL || which > Timers.PROFILE) {
            return -Errno.EINVAL;
        }
        long interval = 0;
        long value = 0;
        if (wanted != 0) {
            int result = UserMemory.copyIn(Address.of(BUFFER), wanted, WORDS * Integer.BYTES);
            if (result == 0) {
                result = UserMemory.copyIn(Address.of(BUFFER), wanted, WORDS * Integer.BYTES);
            }
            if (result < 0) {
                return result;
            }
            if (!isTime(0) || !isTime(2)) {
                return -Errno.EINVAL;
            }
            interval = ticks(0);
            value = ticks(2);
        }
        Process self = Process.current().leader;
        Timers timers = Timers.of(self);
        if (timers == null) {
            return -Errno.ENOMEM;
        }
        Scheduler.chargeCurrent();
        long formerInterval = timers.interval(which);
        long left = timers.left(self, which);
        timers.set(self, which, value, value == 0 ? 0 : interval);
        return former == 0 ? 0 : write(former, formerInterval, left);
    }
}

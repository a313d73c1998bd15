package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.signal.PosixTimer;
import cleave.guestos.kernel.signal.Signals;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** {@code timer_create} and its family, on the clocks of real time and since the start. */
final class PosixTimerCalls {
    private static final int REALTIME = 0;
    private static final int MONOTONIC = 1;
    private static final int BOOTTIME = 7;
    private static final int ABSOLUTE = 1;

    private static final int NOTIFY_SIGNAL = 0;
    private static final int NOTIFY_NONE = 1;
    private static final int NOTIFY_THREAD = 4;

    private static final int WORDS = 8;
    private static final int[] BUFFER = new int[WORDS];

    private PosixTimerCalls() {
    }

    private static int read(int from, int bytes) {
        int result = UserMemory.copyIn(Address.of(BUFFER), from, bytes);
        return result < 0 ? result : UserMemory.copyIn(Address.of(BUFFER), from, bytes);
    }

    /** The event is {@code struct sigevent}: value, signal, kind, thread. */
    @EntryPoint("sys_timer_create")
    static int create(int clock, int event, int to) {
        if (clock != REALTIME && clock != MONOTONIC && clock != BOOTTIME) {
            return -Errno.EINVAL;
        }
        int signal = PosixTimer.usualSignal();
        int value = 0;
        Process thread = null;
        if (event != 0) {
            int result = read(event, 4 * Integer.BYTES);
            if (result < 0) {
                return result;
            }
            value = BUFFER[0];
            int kind = BUFFER[2];
            signal = kind == NOTIFY_NONE ? 0 : BUFFER[1];
            thread = kind == NOTIFY_THREAD ? Processes.find(BUFFER[3]) : null;
            boolean isKnown = kind == NOTIFY_NONE || kind == NOTIFY_SIGNAL
                    || thread != null && thread.leader == Process.current().leader
                    && !thread.is(Process.EXITING);
            if (!isKnown || kind != NOTIFY_NONE && !Signals.exists(signal)) {
                return -Errno.EINVAL;
            }
        }
        PosixTimer timer = PosixTimer.create(signal, value, event == 0, clock == REALTIME,
                thread);
        if (timer == null) {
            return -Errno.EAGAIN;
        }
        int result = UserMemory.writeInt(to, timer.number);
        if (result < 0) {
            timer.delete();
        }
        return result;
    }

    @EntryPoint("sys_timer_delete")
    static int delete(int number) {
        PosixTimer timer = PosixTimer.find(number);
        if (timer == null) {
            return -Errno.EINVAL;
        }
        timer.delete();
        return 0;
    }

    @EntryPoint("sys_timer_getoverrun")
    static int overrun(int number) {
        PosixTimer timer = PosixTimer.find(number);
        return timer == null ? -Errno.EINVAL : timer.overrun();
    }

    @EntryPoint("sys_timer_gettime64")
    static int get(int number, int to) {
        PosixTimer timer = PosixTimer.find(number);
        return timer == null ? -Errno.EINVAL : write(to, timer.interval(), timer.left());
    }

    private static int write(int to, long interval, long left) {
        int result = UserTime.writeSpan(to, interval);
        return result < 0 ? result : UserTime.writeSpan(to + 16, left);
    }

    @EntryPoint("sys_timer_settime64")
    static int set(int number, int flags, int wanted, int former) {
        PosixTimer timer = PosixTimer.find(number);
        if (timer == null || wanted == 0) {
            return -Errno.EINVAL;
        }
        int result = UserTime.read(wanted);
        if (result < 0) {
            return result;
        }
        long interval = Clock.ticksOf(UserTime.seconds(), UserTime.nanoseconds());
        result = UserTime.read(wanted + 16);
        if (result < 0) {
            return result;
        }
        long deadline = UserTime.expiry((flags & ABSOLUTE) != 0, timer.isReal());
        long formerInterval = timer.interval();
        long left = timer.left();
        timer.set(deadline, interval);
        return former == 0 ? 0 : write(former, formerInterval, left);
    }
}

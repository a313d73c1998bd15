package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.poll.TimerFile;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.EntryPoint;

/** {@code timerfd_create} and its family, on the clocks of real time and since the start. */
final class TimerFileCalls {
    private static final int REALTIME = 0;
    private static final int MONOTONIC = 1;
    private static final int BOOTTIME = 7;
    private static final int ABSOLUTE = 1;
    private static final int CANCEL_ON_SET = 2;
    private static final int TIME_BYTES = 16;

    private TimerFileCalls() {
    }

    @EntryPoint("sys_timerfd_create")
    static int create(int clock, int flags) {
        return clock == REALTIME || clock == MONOTONIC || clock == BOOTTIME
                ? TimerFile.create(clock == REALTIME, flags) : -Errno.EINVAL;
    }

    private static int write(int to, long interval, long left) {
        int result = UserTime.writeSpan(to, interval);
        return result < 0 ? result : UserTime.writeSpan(to + TIME_BYTES, left);
    }

    @EntryPoint("sys_timerfd_gettime64")
    static int get(int descriptor, int to) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        TimerFile timer = TimerFile.of(file);
        return timer == null ? -Errno.EINVAL : write(to, timer.interval(), timer.left());
    }

    @EntryPoint("sys_timerfd_settime64")
    static int set(int descriptor, int flags, int wanted, int former) {
        int result = UserTime.read(wanted);
        if (result < 0) {
            return result;
        }
        long interval = Clock.ticksOf(UserTime.seconds(), UserTime.nanoseconds());
        result = UserTime.read(wanted + TIME_BYTES);
        if (result < 0) {
            return result;
        }
        if ((flags & ~(ABSOLUTE | CANCEL_ON_SET)) != 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        TimerFile timer = TimerFile.of(file);
        if (timer == null) {
            return -Errno.EINVAL;
        }
        long deadline = UserTime.expiry((flags & ABSOLUTE) != 0, timer.isReal());
        long formerInterval = timer.interval();
        long left = timer.left();
        timer.set(deadline, interval);
        return former == 0 ? 0 : write(former, formerInterval, left);
    }
}

package cleave.guestos.kernel.call;

import static cleave.guestos.abi.ClockId.CLOCK_BOOTTIME;
import static cleave.guestos.abi.ClockId.CLOCK_BOOTTIME_ALARM;
import static cleave.guestos.abi.ClockId.CLOCK_MONOTONIC;
import static cleave.guestos.abi.ClockId.CLOCK_MONOTONIC_COARSE;
import static cleave.guestos.abi.ClockId.CLOCK_MONOTONIC_RAW;
import static cleave.guestos.abi.ClockId.CLOCK_PROCESS_CPUTIME_ID;
import static cleave.guestos.abi.ClockId.CLOCK_REALTIME;
import static cleave.guestos.abi.ClockId.CLOCK_REALTIME_ALARM;
import static cleave.guestos.abi.ClockId.CLOCK_REALTIME_COARSE;
import static cleave.guestos.abi.ClockId.CLOCK_TAI;
import static cleave.guestos.abi.ClockId.CLOCK_THREAD_CPUTIME_ID;
import static cleave.guestos.abi.ClockId.TIMER_ABSTIME;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.EntryPoint;

/** {@code clock_gettime64}, {@code clock_settime64}, {@code clock_getres_time64}, sleeping. */
final class ClockCalls {
    private static final Timespec NOW = new Timespec();
    /** Whoever sleeps on a clock; woken when real time is set. */
    private static final WaitQueue SLEEPERS = new WaitQueue();
    /** In a negative number of a clock: of a thread, not of a process. */
    private static final int OF_THREAD = 4;
    private static final int RESOLUTION = 1;
    private static final int COARSE_RESOLUTION = 10_000_000;

    private ClockCalls() {
    }

    private static boolean isReal(int clock) {
        return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE
                || clock == CLOCK_REALTIME_ALARM || clock == CLOCK_TAI;
    }

    private static boolean isMonotonic(int clock) {
        return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW
                || clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_BOOTTIME
                || clock == CLOCK_BOOTTIME_ALARM;
    }

    @EntryPoint("sys_clock_gettime64")
    static int getTime(int clock, int to) {
        if (isReal(clock)) {
            Clock.real(NOW);
        } else if (isMonotonic(clock)) {
            Clock.monotonic(NOW);
        } else {
            long ticks = cpuTicks(clock);
            if (ticks < 0) {
                return -Errno.EINVAL;
            }
            Clock.splitSpan(ticks, NOW);
        }
        return UserTime.write(to, NOW.seconds, (int) NOW.nanoseconds);
    }

    /** Time on the hart of the caller, or of whom a negative number names; or -1. */
    private static long cpuTicks(int clock) {
        if (clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID) {
            return CpuTime.ofCurrent(clock == CLOCK_THREAD_CPUTIME_ID);
        }
        return clock < 0 ? CpuTime.of(~(clock >> 3), (clock & OF_THREAD) != 0) : -1;
    }

    @EntryPoint("sys_clock_getres_time64")
    static int getResolution(int clock, int to) {
        if (!isReal(clock) && !isMonotonic(clock) && cpuTicks(clock) < 0) {
            return -Errno.EINVAL;
        }
        boolean coarse = clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC_COARSE;
        return to == 0 ? 0 : UserTime.write(to, 0, coarse ? COARSE_RESOLUTION : RESOLUTION);
    }

    @EntryPoint("sys_clock_settime64")
    static int setTime(int clock, int from) {
        if (clock != CLOCK_REALTIME) {
            return -Errno.EINVAL;
        }
        int result = UserTime.read(from);
        if (result != 0) {
            return result;
        }
        if (Process.current().credentials.euid != 0) {
            return -Errno.EPERM;
        }
        Clock.setReal(UserTime.seconds(), UserTime.nanoseconds());
        SLEEPERS.wakeAll();
        return 0;
    }

    @EntryPoint("sys_clock_nanosleep_time64")
    static int sleep(int clock, int flags, int request, int remaining) {
        if (clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_MONOTONIC_COARSE
                || clock == CLOCK_REALTIME_COARSE) {
            return -Errno.EOPNOTSUPP;
        }
        if (!isReal(clock) && !isMonotonic(clock)) {
            return -Errno.EINVAL;
        }
        int result = UserTime.read(request);
        if (result != 0) {
            return result;
        }
        return (flags & TIMER_ABSTIME) != 0
                ? sleepUntil(isReal(clock), UserTime.seconds(), UserTime.nanoseconds())
                : sleepFor(UserTime.deadline(), remaining);
    }

    private static int sleepUntil(boolean real, long seconds, int nanoseconds) {
        int result = 0;
        while (result == 0) {
            long deadline = real ? Clock.ticksOfReal(seconds, nanoseconds)
                    : Clock.ticksOf(seconds, nanoseconds);
            if (Clock.ticks() >= deadline) {
                return 0;
            }
            result = SLEEPERS.sleepUntil(deadline);
        }
        return Errors.RESTART_UNLESS_HANDLED;
    }

    /** A sleep that was stopped and continued ends when it would have ended anyhow. */
    private static int sleepFor(long newDeadline, int remaining) {
        Process process = Process.current();
        long deadline = process.sleepDeadline != 0 ? process.sleepDeadline : newDeadline;
        process.sleepDeadline = 0;
        int result = 0;
        while (result == 0 && Clock.ticks() < deadline) {
            result = SLEEPERS.sleepUntil(deadline);
        }
        long rest = deadline - Clock.ticks();
        if (result == 0 || rest <= 0) {
            return 0;
        }
        if (remaining != 0) {
            Clock.splitSpan(rest, NOW);
            if (UserTime.write(remaining, NOW.seconds, (int) NOW.nanoseconds) != 0) {
                return -Errno.EFAULT;
            }
        }
        process.sleepDeadline = deadline;
        return Errors.RESTART_UNLESS_HANDLED;
    }
}

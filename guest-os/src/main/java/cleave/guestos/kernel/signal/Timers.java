package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Usage;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * The interval timers of a process ({@code setitimer}): real time, time in its program, time in the
 * program and in the kernel for it. The last two are looked at by the tick of the scheduler. Times
 * are ticks of the clock.
 */
public final class Timers extends Struct {
    public static final int REAL = 0;
    public static final int VIRTUAL = 1;
    public static final int PROFILE = 2;
    private static final int COUNT = 3;

    @Embedded
    private Timeout real;
    /** When each expires, on its own clock; 0 for never. */
    @Inline(COUNT)
    private long[] due;
    @Inline(COUNT)
    private long[] interval;
    /** Timers of {@code timer_create}. */
    PosixTimer posix;

    /** Those of a process, which its leader has, made if need be; null when memory is full. */
    public static Timers of(Process process) {
        if (process.timers == null) {
            Timers made = new Timers();
            if (made == null) {
                return null;
            }
            made.real.expired = Timers::expired;
            made.real.data = Address.of(process);
            process.timers = made;
        }
        return process.timers;
    }

    /** What the clock of a timer shows. */
    public static long now(Process process, int which) {
        if (which == REAL) {
            return Clock.ticks();
        }
        return which == VIRTUAL ? Usage.userOf(process) : Usage.runningOf(process);
    }

    /** Ticks until it expires; 0 if it is not set. */
    public long left(Process process, int which) {
        if (due[which] == 0) {
            return 0;
        }
        return Math.max(due[which] - now(process, which), 1);
    }

    public long interval(int which) {
        return interval[which];
    }

    /** Sets it to expire in so many ticks, and then each interval; 0 for never. */
    public void set(Process process, int which, long value, long every) {
        interval[which] = every;
        due[which] = value == 0 ? 0 : now(process, which) + value;
        if (which == REAL) {
            if (value == 0) {
                Timer.cancel(real);
            } else {
                Timer.set(real, due[REAL]);
            }
        }
    }

    private static void expired(Timeout timeout, long now) {
        Process process = Struct.at(timeout.data, Process.class);
        Timers timers = process.timers;
        timers.advance(REAL, now);
        if (timers.due[REAL] != 0) {
            Timer.set(timers.real, timers.due[REAL]);
        }
        Signals.send(process, Signal.SIGALRM);
    }

    private void advance(int which, long now) {
        if (interval[which] == 0) {
            due[which] = 0;
            return;
        }
        due[which] += interval[which];
        if (due[which] <= now) {
            due[which] = now + interval[which];
        }
    }

    /** Looks whether the times of a process that runs have come. */
    static void look(Process process) {
        Timers timers = process.timers;
        if (timers != null) {
            timers.look(process, VIRTUAL, Signal.SIGVTALRM);
            timers.look(process, PROFILE, Signal.SIGPROF);
        }
    }

    private void look(Process process, int which, int signal) {
        long now = now(process, which);
        if (due[which] != 0 && due[which] <= now) {
            advance(which, now);
            Signals.send(process, signal);
        }
    }

    void free() {
        Timer.cancel(real);
        PosixTimer.freeAll(this);
        Heap.free(this, Struct.sizeOf(Timers.class));
    }
}

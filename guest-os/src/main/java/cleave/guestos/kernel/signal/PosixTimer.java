package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** A timer of {@code timer_create}, on a clock that counts real time. Times are ticks. */
public final class PosixTimer extends Struct {
    private static final int OVERRUN_MAX = Integer.MAX_VALUE;

    public int number;
    /** The signal; 0 for none. */
    private int signal;
    private int value;
    /** Whether absolute times are since 1970. */
    private boolean real;
    /** Expirations that the last signal stands for as well. */
    private int overrun;
    private long interval;
    private Process process;
    /** Which thread gets the signal; null for any, or if it has ended. */
    private Process thread;
    /** Whether the signal is for one thread. */
    private boolean isForThread;
    @Embedded
    private Timeout timeout;
    private PosixTimer next;

    /**
     * Makes one for the current process; null when memory is full.
     *
     * @param signal 0 for none
     * @param value what the handler gets; with {@code ownNumber}, the timer's number
     * @param thread which thread gets it; null for any
     * @param real whether absolute times are since 1970
     */
    public static PosixTimer create(int signal, int value, boolean ownNumber, boolean real,
            Process thread) {
        Process process = Process.current().leader;
        Timers timers = Timers.of(process);
        PosixTimer timer = timers == null ? null : new PosixTimer();
        if (timer == null) {
            return null;
        }
        int number = 0;
        while (find(timers, number) != null) {
            number++;
        }
        timer.number = number;
        timer.signal = signal;
        timer.real = real;
        timer.value = ownNumber ? number : value;
        timer.process = process;
        timer.thread = thread;
        timer.isForThread = thread != null;
        timer.timeout.expired = PosixTimer::expired;
        timer.timeout.data = Address.of(timer);
        timer.next = timers.posix;
        timers.posix = timer;
        return timer;
    }

    /** The current process's timer of that number; null if there is none. */
    public static PosixTimer find(int number) {
        Timers timers = Process.current().leader.timers;
        return timers == null ? null : find(timers, number);
    }

    private static PosixTimer find(Timers timers, int number) {
        PosixTimer timer = timers.posix;
        while (timer != null && timer.number != number) {
            timer = timer.next;
        }
        return timer;
    }

    public boolean isReal() {
        return real;
    }

    public int overrun() {
        return overrun;
    }

    public long interval() {
        return interval;
    }

    /** Ticks until it expires; 0 if it is not set. */
    public long left() {
        return timeout.left();
    }

    /** Sets it to expire at a tick, and then each interval; 0 for never. */
    public void set(long deadline, long every) {
        interval = every;
        overrun = 0;
        if (deadline == 0) {
            Timer.cancel(timeout);
        } else {
            Timer.set(timeout, deadline);
        }
    }

    private static void expired(Timeout timeout, long now) {
        PosixTimer timer = Struct.at(timeout.data, PosixTimer.class);
        int missed = 0;
        if (timer.interval != 0) {
            missed = (int) Math.min(Timer.repeat(timeout, timer.interval, now), OVERRUN_MAX);
        }
        if (timer.signal == 0) {
            return;
        }
        if (timer.isForThread && timer.thread == null) {
            return;
        }
        PendingSignals pending = timer.isForThread ? timer.thread.signals.own
                : timer.process.shared;
        if (pending.has(timer.signal)) {
            timer.overrun += 1 + missed;
            return;
        }
        timer.overrun = missed;
        if (timer.isForThread) {
            Signals.sendThread(timer.thread, timer.signal, Signals.FROM_TIMER, timer.number,
                    missed, timer.value);
        } else {
            Signals.send(timer.process, timer.signal, Signals.FROM_TIMER, timer.number, missed,
                    timer.value);
        }
    }

    /** Ends it. */
    public void delete() {
        Timers timers = process.timers;
        if (timers.posix == this) {
            timers.posix = next;
        } else {
            PosixTimer before = timers.posix;
            while (before.next != this) {
                before = before.next;
            }
            before.next = next;
        }
        free();
    }

    private void free() {
        Timer.cancel(timeout);
        Heap.free(this, Struct.sizeOf(PosixTimer.class));
    }

    /** A thread ends: its signals go nowhere. */
    static void forget(Timers timers, Process thread) {
        for (PosixTimer timer = timers.posix; timer != null; timer = timer.next) {
            if (timer.thread == thread) {
                timer.thread = null;
            }
        }
    }

    static void freeAll(Timers timers) {
        PosixTimer timer = timers.posix;
        while (timer != null) {
            PosixTimer following = timer.next;
            timer.free();
            timer = following;
        }
        timers.posix = null;
    }

    /** What {@code SIGEV_SIGNAL} means without more. */
    public static int usualSignal() {
        return Signal.SIGALRM;
    }
}

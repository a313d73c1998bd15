package cleave.guestos.kernel.time;

import cleave.guestos.kernel.boot.Hardware;
import cleave.magic.Csr;
import cleave.magic.Rv;

/**
 * The hart's timer: it interrupts when the first timeout is due, and never otherwise. It is
 * {@code stimecmp} (RISC-V privileged architecture, Sstc), or the firmware's (SBI 2.0, chapter 6).
 *
 * <p>Nothing ticks by itself: the scheduler sets a timeout for the end of a time slice while more
 * than one process wants to run, so that an idle machine sleeps until somebody's time has come.
 */
public final class Timer {
    private static final int SBI_TIME = 0x5449_4d45;
    private static final int SBI_SET_TIMER = 0;
    private static final int TIMER_INTERRUPT = 1 << 5;
    private static final long NEVER = Long.MAX_VALUE;

    private static final TimeoutHeap WAITING = new TimeoutHeap();
    /** What the hart's timer is set to. */
    private static long armed = NEVER;
    private static boolean sstc;
    private static int interrupts;

    private Timer() {
    }

    /** Makes the timer usable, and lets it interrupt. */
    public static void begin() {
        sstc = Hardware.MACHINE.sstc;
        program(NEVER);
        Csr.set(cleave.toolchain.isa.Csr.SIE, TIMER_INTERRUPT);
    }

    /** Lets {@code timeout} expire at that tick, or soon if it has passed. */
    public static void set(Timeout timeout, long deadline) {
        if (timeout.pending) {
            WAITING.remove(timeout);
        }
        timeout.deadline = deadline;
        WAITING.add(timeout);
        if (deadline < armed) {
            program(deadline);
        }
    }

    /**
     * Lets a timeout that has expired do so again an interval after it was due.
     *
     * @return how many times it has been due since, as somebody came late
     */
    public static long repeat(Timeout timeout, long interval, long now) {
        long next = timeout.deadline + interval;
        long missed = now < next ? 0 : (now - next) / interval + 1;
        set(timeout, next + missed * interval);
        return missed;
    }

    /** Takes back {@link #set}; one that is not set stays so. */
    public static void cancel(Timeout timeout) {
        // The hart's timer stays as it is: an interrupt too many costs less than a store too many.
        if (timeout.pending) {
            WAITING.remove(timeout);
        }
    }

    /** The tick at which the next timeout expires; the greatest number if there is none. */
    public static long next() {
        Timeout first = WAITING.first();
        return first == null ? NEVER : first.deadline;
    }

    /** How often the timer has interrupted. */
    public static int interrupts() {
        return interrupts;
    }

    /** Does what is due; called at the timer's interrupt. */
    public static void interrupt() {
        interrupts++;
        Timeout first = WAITING.first();
        long now = Clock.ticks();
        while (first != null && first.deadline <= now) {
            WAITING.remove(first);
            first.expired.expired(first, now);
            first = WAITING.first();
            now = Clock.ticks();
        }
        program(first == null ? NEVER : first.deadline);
    }

    private static void program(long deadline) {
        armed = deadline;
        if (sstc) {
            // While only one half is new, the time must not seem to have come.
            Csr.write(cleave.toolchain.isa.Csr.STIMECMP, -1);
            Csr.write(cleave.toolchain.isa.Csr.STIMECMPH, (int) (deadline >>> Integer.SIZE));
            Csr.write(cleave.toolchain.isa.Csr.STIMECMP, (int) deadline);
        } else {
            Rv.sbi(SBI_TIME, SBI_SET_TIMER, (int) deadline, (int) (deadline >>> Integer.SIZE), 0,
                    0);
        }
    }
}

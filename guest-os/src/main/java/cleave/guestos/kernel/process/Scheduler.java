package cleave.guestos.kernel.process;

import cleave.guestos.kernel.device.Interrupts;
import cleave.guestos.kernel.signal.CpuLimit;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.LoadAverage;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;
import cleave.magic.Csr;
import cleave.magic.Rv;
import cleave.magic.Symbol;

/**
 * Who runs next. Real-time processes come first, by priority. The others have a budget: who is
 * woken with some of it left goes ahead of those who were running all the time, and who has used
 * his up waits until everybody has. Then an epoch ends, and each gets as much more as his nice
 * value is worth; debts are paid from it, so that shares are right although turns end only at a
 * tick.
 */
public final class Scheduler {
    private static final int TICK_MILLISECONDS = 5;
    private static final int BOOT_SLICE = 1 << 20;
    private static final long UNSIGNED = 0xffff_ffffL;

    private static final ProcessList REAL_TIME = new ProcessList();
    /** Woken with a budget left. */
    private static final ProcessList EAGER = new ProcessList();
    /** With a budget left, but they had their turn. */
    private static final ProcessList PATIENT = new ProcessList();
    /** Without a budget, until the epoch ends. */
    private static final ProcessList SPENT = new ProcessList();
    private static final Timeout TICK = new Timeout();

    /** The boot's own process: it runs until the first other one can, and then never again. */
    private static final Process IDLE = bootProcess();

    private static int ready;
    private static int uninterruptible;
    private static boolean idling;
    private static long idleTicks;
    private static int switches;

    private Scheduler() {
    }

    private static Process bootProcess() {
        Process process = new Process();
        process.leader = process;
        Limits limits = new Limits();
        limits.setDefaults();
        process.limits = limits;
        Credentials credentials = new Credentials();
        credentials.setRoot();
        process.credentials = credentials;
        return process;
    }

    /** Gives the code that starts the kernel a process to be. */
    public static void begin() {
        Rv.setTp(Address.of(IDLE));
        IDLE.state = ProcessState.DISK_SLEEP;
        // It waits for disks while it starts the rest, before the clock can say what is fair.
        IDLE.slice = BOOT_SLICE;
        TICK.expired = Scheduler::tick;
    }

    /** Whose limits and rights threads of the kernel have, and init at first. */
    static Process boot() {
        return IDLE;
    }

    /** Leaves the hart to the others, for good. */
    public static void idle() {
        while (true) {
            run();
        }
    }

    /** Lets a process run when its turn comes, and takes it out of the queue it sleeps in. */
    public static void wake(Process process) {
        if (process.queue != null) {
            process.queue.sleepers.remove(process);
            process.queue = null;
        }
        if (process.state == ProcessState.DISK_SLEEP) {
            uninterruptible--;
        }
        process.state = ProcessState.RUNNING;
        enqueue(process, process.policy == Policies.BATCH ? PATIENT : EAGER);
    }

    /** Lets a new process run after the others. */
    static void begin(Process process) {
        enqueue(process, PATIENT);
    }

    /** Puts a process that can run into a list, or where those without a budget are. */
    private static void enqueue(Process process, ProcessList list) {
        ready++;
        if (process.priority != 0) {
            enqueueRealTime(process);
        } else {
            process.ready = process.budget > 0 ? list : SPENT;
            process.ready.append(process);
        }
        if (!TICK.isPending()) {
            Timer.set(TICK, Clock.ticks() + Clock.ticksOfMilliseconds(TICK_MILLISECONDS));
        }
    }

    private static void enqueueRealTime(Process process) {
        Process before = REAL_TIME.last;
        while (before != null && before.priority < process.priority) {
            before = before.previousWaiting;
        }
        REAL_TIME.insertBehind(process, before);
        if (Process.current().priority < process.priority) {
            Process.current().work |= Process.RESCHEDULE;
        }
    }

    /** Wakes a sleeper that a signal may wake. */
    public static void interrupt(Process process) {
        if (process.state == ProcessState.SLEEPING) {
            wake(process);
        }
    }

    /** A process is about to sleep so that no signal wakes it. */
    static void countUninterruptible() {
        uninterruptible++;
    }

    /** Lets all others that can run go first. */
    public static void yield() {
        if (ready != 0) {
            Process process = Process.current();
            enqueue(process, PATIENT);
            run();
        }
    }

    /** Another process has a better claim: this one waits for its next turn. */
    public static void preempt() {
        Process process = Process.current();
        if (ready != 0) {
            process.usage.involuntarySwitches++;
            enqueue(process, PATIENT);
            run();
        }
    }

    /** After interrupts: those they have woken go before a process that has had its turn. */
    public static void considerWoken() {
        if (EAGER.first != null && Process.current().ready != EAGER
                && Process.current().priority == 0) {
            Process.current().work |= Process.RESCHEDULE;
        }
    }

    /**
     * Runs another process, until somebody has made this one ready again and its turn has come.
     * When nobody can run, the hart sleeps until an interrupt.
     */
    public static void run() {
        Process process = Process.current();
        charge(process);
        if (ready == 0) {
            waitForWork(process);
        }
        Process next = choose();
        if (next == process) {
            return;
        }
        switches++;
        next.countedTo = process.countedTo;
        next.enteredAt = process.countedTo;
        if (next.space != null) {
            next.space.enter();
        }
        change(process, next);
    }

    private static void waitForWork(Process process) {
        idling = true;
        while (ready == 0) {
            Rv.wfi();
            Interrupts.poll();
        }
        idling = false;
        int now = Csr.read(cleave.toolchain.isa.Csr.TIME);
        idleTicks += now - process.countedTo & UNSIGNED;
        process.countedTo = now;
        process.enteredAt = now;
    }

    private static Process choose() {
        ready--;
        Process next = REAL_TIME.first;
        if (next != null) {
            REAL_TIME.remove(next);
            return next;
        }
        next = EAGER.first;
        if (next != null) {
            EAGER.remove(next);
            return next;
        }
        while (PATIENT.first == null) {
            endEpoch();
        }
        next = PATIENT.first;
        PATIENT.remove(next);
        return next;
    }

    /** Gives a new budget to all who wait for one. */
    private static void endEpoch() {
        Process process = SPENT.first;
        while (process != null) {
            Process following = process.nextWaiting;
            process.budget += process.slice;
            if (process.budget > 0) {
                SPENT.remove(process);
                process.ready = PATIENT;
                PATIENT.append(process);
            }
            process = following;
        }
    }

    /** Counts the time until now for a process that runs. */
    static void charge(Process process) {
        int now = Csr.read(cleave.toolchain.isa.Csr.TIME);
        int ran = now - process.countedTo;
        process.usage.running += ran & UNSIGNED;
        process.usage.system +=
                process.systemTicks + (now - process.enteredAt) & UNSIGNED;
        process.systemTicks = 0;
        process.countedTo = now;
        process.enteredAt = now;
        process.budget -= ran;
    }

    /** Brings the times of the current process up to date. */
    public static void chargeCurrent() {
        charge(Process.current());
    }

    /** Gives a process a policy, and the place in its list that goes with it. */
    public static void setPolicy(Process process, int policy, int priority) {
        boolean waits = process.state == ProcessState.RUNNING && process != Process.current();
        if (waits) {
            ready--;
            (process.priority != 0 ? REAL_TIME : process.ready).remove(process);
        }
        process.policy = policy;
        process.priority = priority;
        Policies.changed(process);
        if (waits) {
            enqueue(process, PATIENT);
        } else if (process == Process.current()) {
            process.work |= Process.RESCHEDULE;
        }
    }

    private static void tick(Timeout timeout, long now) {
        if (idling) {
            return;
        }
        Timer.set(TICK, now + Clock.ticksOfMilliseconds(TICK_MILLISECONDS));
        LoadAverage.sample(runnable() + uninterruptible);
        Process process = Process.current();
        charge(process);
        if (ready != 0 && process.budget <= 0 && process.policy != Policies.FIFO) {
            process.work |= Process.RESCHEDULE;
            if (process.policy == Policies.ROUND_ROBIN) {
                process.budget = process.slice;
            }
        }
        if (process.space != null) {
            CpuLimit.look(process);
        }
    }

    /** Processes that run or could. */
    public static int runnable() {
        return idling ? ready : ready + 1;
    }

    /** Processes whose sleep no signal ends: they count as load. */
    public static int uninterruptible() {
        return uninterruptible;
    }

    /** Ticks without a process that could run. */
    public static long idleTicks() {
        return idleTicks;
    }

    /** How often another process was given the hart. */
    public static int switches() {
        return switches;
    }

    /** Keeps the registers of one, takes those of the other, and makes it the current one. */
    @Symbol("context_change")
    private static native void change(Process from, Process to);
}

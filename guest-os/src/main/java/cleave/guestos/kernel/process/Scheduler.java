package cleave.guestos.kernel.process;

import cleave.guestos.kernel.device.Interrupts;
import cleave.magic.Address;
import cleave.magic.Rv;
import cleave.magic.Symbol;

/** Who runs next: those that can, in turn. */
public final class Scheduler {
    private static final ProcessList READY = new ProcessList();

    /** The boot's own process: it runs until the first other one can, and then never again. */
    private static final Process IDLE = new Process();

    private Scheduler() {
    }

    /** Gives the code that starts the kernel a process to be. */
    public static void begin() {
        Rv.setTp(Address.of(IDLE));
        IDLE.state = ProcessState.DISK_SLEEP;
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
        process.state = ProcessState.RUNNING;
        READY.append(process);
    }

    /** Wakes a sleeper that a signal may wake. */
    public static void interrupt(Process process) {
        if (process.state == ProcessState.SLEEPING) {
            wake(process);
        }
    }

    /** Lets the others that can run go first. */
    public static void yield() {
        if (READY.first != null) {
            READY.append(Process.current());
            run();
        }
    }

    /**
     * Runs another process, until somebody has made this one ready again and its turn has come.
     * When nobody can run, the hart sleeps until an interrupt.
     */
    public static void run() {
        Process process = Process.current();
        while (READY.first == null) {
            Rv.wfi();
            Interrupts.poll();
        }
        Process next = READY.first;
        READY.remove(next);
        if (next == process) {
            return;
        }
        if (next.space != null) {
            next.space.enter();
        }
        change(process, next);
    }

    /** Keeps the registers of one, takes those of the other, and makes it the current one. */
    @Symbol("context_change")
    private static native void change(Process from, Process to);
}

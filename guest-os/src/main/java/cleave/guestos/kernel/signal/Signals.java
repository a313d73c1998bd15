package cleave.guestos.kernel.signal;

import cleave.guestos.kernel.process.Process;
import cleave.magic.Panic;

/** Sending signals to processes, and delivering them. */
public final class Signals {
    public static final int ILL_ILLOPC = 1;
    public static final int TRAP_BRKPT = 1;
    public static final int BUS_ADRALN = 1;
    public static final int BUS_ADRERR = 2;
    public static final int SEGV_MAPERR = 1;
    public static final int SEGV_ACCERR = 2;

    private Signals() {
    }

    /** The current process has done what no program may. */
    public static void fault(int signal, int code, int address) {
        Panic.stop("a program has trapped");
    }

    /** There is no memory for what the current process has touched. */
    public static void outOfMemory() {
        Panic.stop("memory is full");
    }

    /** Does what the pending signals of the process ask for. */
    public static void deliver(Process process) {
        process.work &= ~Process.SIGNAL;
    }
}

package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ProcessState;
import cleave.guestos.kernel.process.Scheduler;

/** Stopping and going on, and what the parent hears of it. */
final class Stops {
    private Stops() {
    }

    /** Stops the current process until SIGCONT or SIGKILL comes. */
    static void stop(Process process, int signal) {
        if (signal != Signal.SIGSTOP && Groups.isOrphaned(process.group)
                || process.signals.isKilled()) {
            return;
        }
        process.status = signal;
        process.flags |= Process.STOP_NEWS;
        process.flags &= ~Process.CONTINUE_NEWS;
        process.state = ProcessState.STOPPED;
        tellParent(process, Signal.CLD_STOPPED, signal);
        Scheduler.run();
    }

    /** SIGCONT has come to a stopped process. */
    static void goOn(Process process) {
        process.flags &= ~Process.STOP_NEWS;
        process.flags |= Process.CONTINUE_NEWS;
        Scheduler.wake(process);
        tellParent(process, Signal.CLD_CONTINUED, Signal.SIGCONT);
    }

    private static void tellParent(Process process, int cause, int signal) {
        Process parent = process.parent;
        if (parent == null || parent.signals.actions == null) {
            return;
        }
        SignalAction action = parent.signals.actions.of(Signal.SIGCHLD);
        if (action.handler != Signal.SIG_IGN && (action.flags & Signal.SA_NOCLDSTOP) == 0) {
            Signals.sendChild(parent, Signal.SIGCHLD, process, cause, signal);
        }
        parent.tellOfChild();
    }
}

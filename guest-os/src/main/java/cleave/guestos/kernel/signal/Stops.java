package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ProcessState;
import cleave.guestos.kernel.process.Scheduler;

/** Stopping and going on, of all threads of a process, and what the parent hears of it. */
public final class Stops {
    private Stops() {
    }

    /** Stops the current process until SIGCONT or SIGKILL comes. */
    static void begin(Process process, int signal) {
        Process leader = process.leader;
        if (signal != Signal.SIGSTOP && Groups.isOrphaned(leader.group)
                || process.signals.isKilled()) {
            return;
        }
        leader.stopSignal = signal;
        leader.flags |= Process.STOPPING;
        for (Process thread = leader; thread != null; thread = thread.nextThread()) {
            if (thread != process && !thread.is(Process.EXITING)) {
                thread.work |= Process.SIGNAL;
                Scheduler.interrupt(thread);
            }
        }
        join(process);
    }

    /** Stops the current thread, because its process stops. */
    static void join(Process process) {
        process.state = ProcessState.STOPPED;
        complete(process.leader);
        Scheduler.run();
    }

    /** The parent hears of a stop when the last thread has stopped, or has ended instead. */
    public static void complete(Process leader) {
        if (!leader.is(Process.STOPPING) || leader.is(Process.STOPPED)) {
            return;
        }
        for (Process thread = leader; thread != null; thread = thread.nextThread()) {
            if (thread.state != ProcessState.STOPPED && !thread.is(Process.EXITING)) {
                return;
            }
        }
        leader.flags |= Process.STOPPED | Process.STOP_NEWS;
        leader.flags &= ~Process.CONTINUE_NEWS;
        tellParent(leader, Signal.CLD_STOPPED, leader.stopSignal);
    }

    /** SIGCONT has come to a process that has stopped, or that was about to. */
    static void goOn(Process leader) {
        boolean hadStopped = leader.is(Process.STOPPED);
        leader.flags &= ~(Process.STOPPING | Process.STOPPED | Process.STOP_NEWS);
        for (Process thread = leader; thread != null; thread = thread.nextThread()) {
            if (thread.state == ProcessState.STOPPED) {
                Scheduler.wake(thread);
            }
        }
        if (hadStopped) {
            leader.flags |= Process.CONTINUE_NEWS;
            tellParent(leader, Signal.CLD_CONTINUED, Signal.SIGCONT);
        }
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

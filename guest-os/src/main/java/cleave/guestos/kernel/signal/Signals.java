package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.InitialProcess;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ProcessState;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.time.Clock;

/** Sending signals to processes (signal(7)); what they do there is {@link Delivery}. */
public final class Signals {
    public static final int ILL_ILLOPC = 1;
    public static final int TRAP_BRKPT = 1;
    public static final int BUS_ADRALN = 1;
    public static final int BUS_ADRERR = 2;
    public static final int SEGV_MAPERR = 1;
    public static final int SEGV_ACCERR = 2;

    /** Who sends: {@code si_code}. */
    public static final int FROM_USER = 0;
    public static final int FROM_KERNEL = 0x80;
    public static final int FROM_QUEUE = -1;
    public static final int FROM_TIMER = -2;
    public static final int FROM_TKILL = -6;

    static final long STOPS = SignalState.bit(Signal.SIGSTOP) | SignalState.bit(Signal.SIGTSTP)
            | SignalState.bit(Signal.SIGTTIN) | SignalState.bit(Signal.SIGTTOU);
    /** Signals that do nothing by default. */
    static final long HARMLESS = SignalState.bit(Signal.SIGCHLD) | SignalState.bit(Signal.SIGCONT)
            | SignalState.bit(Signal.SIGURG) | SignalState.bit(Signal.SIGWINCH);
    /** Signals that can be neither blocked nor handled. */
    public static final long ABSOLUTE =
            SignalState.bit(Signal.SIGKILL) | SignalState.bit(Signal.SIGSTOP);

    private static final int TICKS_PER_SECOND = 100;

    private Signals() {
    }

    public static boolean exists(int signal) {
        return signal > 0 && signal <= Signal.MAX;
    }

    /** Sends a signal of the kernel's; also at interrupts. */
    public static void send(Process target, int signal) {
        send(target, signal, FROM_KERNEL, 0, 0, 0);
    }

    /** Sends a signal of the kernel's to all of a group; also at interrupts. */
    public static void sendGroup(int group, int signal) {
        for (Process member = Groups.firstOf(group); member != null;
                member = Groups.nextMember(member)) {
            send(member, signal);
        }
    }

    /** Sends a signal with the sender's number and user, or whatever its code means. */
    public static int send(Process target, int signal, int code, int first, int second,
            int third) {
        stopOrGoOn(target, signal);
        if (!accepts(target, signal)) {
            return 0;
        }
        SignalState state = target.signals;
        boolean isRealTime = signal >= Signal.SIGRTMIN;
        if (!isRealTime && (state.pending & SignalState.bit(signal)) != 0) {
            return 0;
        }
        QueuedSignal entry = state.queued() < limit(target) || !isRealTime && code >= 0
                ? QueuedSignal.make(signal, code) : null;
        if (entry != null) {
            entry.first = first;
            entry.second = second;
            entry.third = third;
            state.append(entry);
        } else if (isRealTime && code != FROM_USER) {
            return -Errno.EAGAIN;
        }
        arrive(target, signal);
        return 0;
    }

    private static int limit(Process target) {
        int limit = target.limits.soft[Limits.SIGNALS];
        return limit < 0 ? Integer.MAX_VALUE : limit;
    }

    /** Tells a parent what has happened to a child. */
    public static void sendChild(Process parent, int signal, Process child, int cause,
            int status) {
        if (!accepts(parent, signal)
                || signal < Signal.SIGRTMIN
                && (parent.signals.pending & SignalState.bit(signal)) != 0) {
            return;
        }
        QueuedSignal entry = QueuedSignal.make(signal, cause);
        if (entry != null) {
            entry.first = child.pid;
            entry.second = child.credentials.uid;
            entry.third = status;
            entry.fourth = clockTicks(child.usage.user());
            entry.fifth = clockTicks(child.usage.system);
            parent.signals.append(entry);
        }
        arrive(parent, signal);
    }

    private static int clockTicks(long ticks) {
        int each = Clock.frequency() / TICKS_PER_SECOND;
        return ticks >>> Integer.SIZE == 0 ? Integer.divideUnsigned((int) ticks, each)
                : (int) (ticks / each);
    }

    /** Stops and SIGCONT take each other back on their arrival, whatever is blocked. */
    private static void stopOrGoOn(Process target, int signal) {
        long bit = SignalState.bit(signal);
        if ((bit & STOPS) != 0) {
            target.signals.drop(SignalState.bit(Signal.SIGCONT));
        } else if (signal == Signal.SIGCONT) {
            target.signals.drop(STOPS);
            if (target.state == ProcessState.STOPPED) {
                Stops.goOn(target);
            }
        }
    }

    /** Whether a signal is to be delivered at some time. */
    private static boolean accepts(Process target, int signal) {
        if (target.is(Process.EXITING) || target.signals.actions == null) {
            return false;
        }
        return (target.signals.blocked & SignalState.bit(signal)) != 0
                || !ignores(target, signal);
    }

    /** Whether a signal would do nothing, unless it is blocked. */
    public static boolean ignores(Process target, int signal) {
        int handler = target.signals.actions.of(signal).handler;
        if (handler == Signal.SIG_DFL) {
            return (SignalState.bit(signal) & HARMLESS) != 0
                    || target.pid == InitialProcess.PID;
        }
        return handler == Signal.SIG_IGN;
    }

    private static void arrive(Process target, int signal) {
        long bit = SignalState.bit(signal);
        SignalState state = target.signals;
        state.pending |= bit;
        if ((state.blocked & bit) == 0) {
            target.work |= Process.SIGNAL;
            if (target.state == ProcessState.SLEEPING
                    || signal == Signal.SIGKILL && (target.state == ProcessState.STOPPED
                            || target.state == ProcessState.DISK_SLEEP
                            && target.is(Process.KILLABLE))) {
                Scheduler.wake(target);
            }
        } else if ((state.awaited & bit) != 0) {
            Scheduler.interrupt(target);
        } else {
            SignalFile.arrived();
        }
    }

    /** Whether a signal is blocked or ignored. */
    public static boolean isHeld(Process process, int signal) {
        return (process.signals.blocked & SignalState.bit(signal)) != 0
                || process.signals.actions.of(signal).handler == Signal.SIG_IGN;
    }

    /** Whether the process wants to hear nothing of dead children: they leave no zombies. */
    public static boolean ignoresChildren(Process parent) {
        if (parent.signals.actions == null) {
            return true;
        }
        SignalAction action = parent.signals.actions.of(Signal.SIGCHLD);
        return action.handler == Signal.SIG_IGN || (action.flags & Signal.SA_NOCLDWAIT) != 0;
    }

    /** The current process has done what no program may: it cannot put the signal off. */
    public static void fault(int signal, int code, int address) {
        force(Process.current(), signal, code, address);
    }

    static void force(Process process, int signal, int code, int address) {
        long bit = SignalState.bit(signal);
        SignalState state = process.signals;
        boolean held = (state.blocked & bit) != 0
                || state.actions.of(signal).handler == Signal.SIG_IGN;
        if (held || state.actions.of(signal).handler == Signal.SIG_DFL) {
            state.blocked &= ~bit;
            if (held) {
                SignalActions own = SignalActions.own(state);
                if (own == null) {
                    Delivery.end(process, signal);
                }
                own.of(signal).handler = Signal.SIG_DFL;
            }
            // Not even init lives on behind an instruction that it cannot finish.
            if (process.pid == InitialProcess.PID) {
                Delivery.end(process, signal);
            }
        }
        send(process, signal, code, address, 0, 0);
    }

    /** There is no memory for what the current process has touched. */
    public static void outOfMemory() {
        OutOfMemory.kill();
    }

    /** Does what the pending signals of the current process ask for. */
    public static void deliver(Process process) {
        Delivery.deliver(process);
    }

    /** What is blocked has changed. */
    static void look(Process process) {
        if (process.signals.ready() != 0) {
            process.work |= Process.SIGNAL;
        } else {
            process.work &= ~Process.SIGNAL;
        }
    }

    /**
     * Blocks those signals until the call of the current process returns, or, if that is by a
     * handler, until the handler does.
     */
    public static void maskUntilReturn(long mask) {
        Process process = Process.current();
        SignalState state = process.signals;
        state.saved = state.blocked;
        state.savedIsSet = true;
        state.blocked = mask & ~ABSOLUTE;
        look(process);
        process.work |= Process.MASK;
    }

    /** The process ends: nothing reaches it any more. */
    public static void end(Process process) {
        if (process.timers != null) {
            process.timers.free();
            process.timers = null;
        }
        if (process.signals.actions != null) {
            process.signals.drop(-1L);
            process.signals.actions.release();
            process.signals.actions = null;
        }
        process.work &= ~Process.SIGNAL;
    }

    /** Makes sure that {@link #beginProgram} needs no memory: false if there is none. */
    public static boolean prepareProgram(Process process) {
        return !process.signals.actions.handles || SignalActions.own(process.signals) != null;
    }

    /** A new program has begun (execve(2)): no handlers, alternate stack nor POSIX timers. */
    public static void beginProgram(Process process) {
        SignalState state = process.signals;
        if (state.actions.handles) {
            state.actions.dropHandlers();
        }
        state.stack = 0;
        state.stackBytes = 0;
        state.stackFlags = 0;
        if (process.timers != null) {
            PosixTimer.freeAll(process.timers);
        }
    }
}

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
import cleave.guestos.kernel.process.ThreadGroup;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Inline;
import cleave.magic.NoInline;

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

    private static final long GO_ON = SignalState.bit(Signal.SIGCONT);
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

    /** Sends a process a signal of the kernel's; also at interrupts. */
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

    /**
     * Sends a process, for any of its threads, a signal with the sender's number and user, or
     * whatever its code means.
     */
    public static int send(Process target, int signal, int code, int first, int second,
            int third) {
        Process leader = target.leader;
        return send(leader, leader.shared, signal, code, first, second, third);
    }

    /** Sends one thread a signal. */
    public static int sendThread(Process thread, int signal, int code, int first, int second,
            int third) {
        return thread.is(Process.EXITING) ? 0
                : send(thread, thread.signals.own, signal, code, first, second, third);
    }

    /** Makes a signal one of those that are pending for a thread, or for a process's leader. */
    private static int send(Process target, PendingSignals pending, int signal, int code,
            int first, int second, int third) {
        Process leader = target.leader;
        if (signal == Signal.SIGKILL) {
            killProcess(leader);
            return 0;
        }
        long bit = SignalState.bit(signal);
        if ((bit & (STOPS | GO_ON)) != 0) {
            stopOrGoOn(leader, bit);
        }
        if (!accepts(target, signal, bit)) {
            return 0;
        }
        boolean isRealTime = signal >= Signal.SIGRTMIN;
        if (!isRealTime && (pending.set & bit) != 0) {
            return 0;
        }
        QueuedSignal entry = pending.queued() < limit(target) || !isRealTime && code >= 0
                ? QueuedSignal.make(signal, code) : null;
        if (entry != null) {
            entry.first = first;
            entry.second = second;
            entry.third = third;
            pending.append(entry);
        } else if (isRealTime && code != FROM_USER) {
            return -Errno.EAGAIN;
        }
        pending.set |= bit;
        if (leader.threads != null && pending == leader.shared) {
            offer(leader, bit);
        } else {
            notice(target, bit);
        }
        return 0;
    }

    /** Nothing that the process does keeps it from its end. */
    private static void killProcess(Process leader) {
        if (leader.signals.actions != null && leader.pid != InitialProcess.PID) {
            ThreadGroup.end(leader, Signal.SIGKILL);
        }
    }

    /** A thread has to end, whatever it does. */
    public static void kill(Process thread) {
        thread.signals.own.set |= SignalState.bit(Signal.SIGKILL);
        thread.work |= Process.SIGNAL;
        if (thread.state == ProcessState.SLEEPING || thread.state == ProcessState.STOPPED
                || thread.state == ProcessState.DISK_SLEEP && thread.is(Process.KILLABLE)) {
            Scheduler.wake(thread);
        }
    }

    private static int limit(Process target) {
        int limit = target.limits.soft[Limits.SIGNALS];
        return limit < 0 ? Integer.MAX_VALUE : limit;
    }

    /** Tells a parent what has happened to a child. */
    public static void sendChild(Process parent, int signal, Process child, int cause,
            int status) {
        long bit = SignalState.bit(signal);
        if (!accepts(parent, signal, bit)
                || signal < Signal.SIGRTMIN && (parent.shared.set & bit) != 0) {
            return;
        }
        QueuedSignal entry = QueuedSignal.make(signal, cause);
        if (entry != null) {
            entry.first = child.pid;
            entry.second = child.credentials.uid;
            entry.third = status;
            entry.fourth = clockTicks(child.usage.user());
            entry.fifth = clockTicks(child.usage.system);
            parent.shared.append(entry);
        }
        parent.shared.set |= bit;
        if (parent.threads != null) {
            offer(parent, bit);
        } else {
            notice(parent, bit);
        }
    }

    private static int clockTicks(long ticks) {
        int each = Clock.frequency() / TICKS_PER_SECOND;
        return ticks >>> Integer.SIZE == 0 ? Integer.divideUnsigned((int) ticks, each)
                : (int) (ticks / each);
    }

    /** Stops and SIGCONT take each other back on their arrival, whatever is blocked. */
    private static void stopOrGoOn(Process leader, long bit) {
        if ((bit & STOPS) != 0) {
            drop(leader, GO_ON);
        } else {
            drop(leader, STOPS);
            if (leader.is(Process.STOPPING)) {
                Stops.goOn(leader);
            }
        }
    }

    /** Forgets pending signals of a process and all its threads. */
    static void drop(Process process, long signals) {
        process.leader.shared.drop(signals);
        for (Process thread = process.leader; thread != null; thread = thread.nextThread()) {
            thread.signals.own.drop(signals);
        }
    }

    /** Whether a signal that comes to a thread is to be delivered at some time. */
    private static boolean accepts(Process target, int signal, long bit) {
        if (target.leader.is(Process.ENDING) || target.signals.actions == null) {
            return false;
        }
        return (target.signals.blocked & bit) != 0 || !ignores(target, signal);
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

    /** A thread may have to do something about a signal. */
    private static void notice(Process thread, long bit) {
        if ((thread.signals.blocked & bit) == 0) {
            thread.work |= Process.SIGNAL;
            Scheduler.interrupt(thread);
        } else if ((thread.signals.awaited & bit) != 0) {
            Scheduler.interrupt(thread);
        } else {
            SignalFile.arrived();
        }
    }

    /** One of several threads is to take a signal of the process. */
    private static void offer(Process leader, long bit) {
        Process awaiting = null;
        for (Process thread = leader; thread != null; thread = thread.nextThread()) {
            if ((thread.signals.blocked & bit) == 0) {
                // Who has others to deliver finds this one as well, if nobody else does.
                if (!thread.is(Process.EXITING) && thread.state != ProcessState.STOPPED
                        && (thread.work & Process.SIGNAL) == 0) {
                    notice(thread, bit);
                    return;
                }
            } else if ((thread.signals.awaited & bit) != 0
                    && thread.state == ProcessState.SLEEPING) {
                awaiting = thread;
            }
        }
        if (awaiting != null) {
            notice(awaiting, bit);
        }
        SignalFile.arrived();
    }

    /** A thread that would have taken these signals of the process will not. */
    private static void offerAll(Process leader, long signals) {
        long left = signals & leader.shared.set;
        while (left != 0) {
            long bit = left & -left;
            offer(leader, bit);
            left &= ~bit;
        }
    }

    /** Makes those the signals that a thread blocks. */
    static void block(Process process, long mask) {
        SignalState state = process.signals;
        if (process.threads != null) {
            blockAmongOthers(process, mask);
        } else {
            state.blocked = mask & ~ABSOLUTE;
        }
        look(process);
    }

    @NoInline
    private static void blockAmongOthers(Process process, long mask) {
        SignalState state = process.signals;
        long former = state.blocked;
        state.blocked = mask & ~ABSOLUTE;
        offerAll(process.leader, state.blocked & ~former);
    }

    /** Signals that a thread could take, be they blocked or not. */
    static long pending(Process process) {
        return process.signals.own.set | process.leader.shared.set;
    }

    /** Takes a pending signal; null if it came without more than its number. */
    static QueuedSignal take(Process process, int signal) {
        PendingSignals own = process.signals.own;
        return own.has(signal) ? own.take(signal) : process.leader.shared.take(signal);
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
        sendThread(process, signal, code, address, 0, 0);
    }

    /** There is no memory for what the current process has touched. */
    public static void outOfMemory() {
        OutOfMemory.kill();
    }

    /** Does what the pending signals of the current process ask for. */
    public static void deliver(Process process) {
        Delivery.deliver(process);
    }

    /** What is blocked has changed, or what is pending. */
    @Inline
    static void look(Process process) {
        if ((pending(process) & ~process.signals.blocked) != 0
                || process.leader.is(Process.STOPPING)) {
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
        block(process, mask);
        process.work |= Process.MASK;
    }

    /** A thread ends: nothing reaches it any more, and others take what it would have taken. */
    public static void endThread(Process thread) {
        if (thread.signals.actions == null) {
            return;
        }
        thread.signals.own.drop(-1L);
        thread.work &= ~Process.SIGNAL;
        if (thread.threads != null) {
            offerAll(thread.leader, ~thread.signals.blocked);
            if (thread.leader.timers != null) {
                PosixTimer.forget(thread.leader.timers, thread);
            }
        }
        // The leader's say what the process does until its end.
        if (thread.leader != thread) {
            thread.signals.actions.release();
            thread.signals.actions = null;
        }
    }

    /** The process ends: nothing reaches it any more. */
    public static void end(Process leader) {
        if (leader.timers != null) {
            leader.timers.free();
            leader.timers = null;
        }
        if (leader.signals.actions != null) {
            leader.shared.drop(-1L);
            leader.signals.actions.release();
            leader.signals.actions = null;
        }
    }

    /** Makes sure that {@link #beginProgram} needs no memory: false if there is none. */
    public static boolean prepareProgram(Process process) {
        return SignalActions.leaveOthers(process.signals)
                && (!process.signals.actions.handles
                || SignalActions.own(process.signals) != null);
    }

    /** A new program has begun (execve(2)): no handlers, alternate stack nor POSIX timers. */
    public static void beginProgram(Process process) {
        SignalState state = process.signals;
        if (state.actions.handles) {
            state.actions.dropHandlers();
        }
        state.dropStack();
        if (process.timers != null) {
            PosixTimer.freeAll(process.timers);
        }
    }
}

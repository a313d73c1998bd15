package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.magic.Struct;

/** The signals of a process: pending, blocked, and where handlers run. */
public final class SignalState extends Struct {
    /** {@code SS_DISABLE} of {@code sigaltstack}. */
    static final int STACK_DISABLED = 2;

    /** Bit {@code n - 1} is signal n. */
    public long pending;
    public long blocked;
    /** What to block again behind a call that has changed it for as long. */
    long saved;
    boolean savedIsSet;
    /** Blocked signals that {@code sigtimedwait} sleeps for. */
    long awaited;
    public SignalActions actions;
    private QueuedSignal first;
    private QueuedSignal last;
    private int queued;
    /** The alternate stack: address, bytes, {@code ss_flags}. */
    int stack;
    int stackBytes;
    int stackFlags;

    static long bit(int signal) {
        return 1L << signal - 1;
    }

    /** Whether {@code SIGKILL} has come. */
    public boolean isKilled() {
        return (pending & bit(Signal.SIGKILL)) != 0;
    }

    public long pendingSet() {
        return pending;
    }

    public long blockedSet() {
        return blocked;
    }

    /** Signals that are ignored, as {@code /proc} shows them. */
    public long ignoredSet() {
        return actions == null ? 0 : actions.set(Signal.SIG_IGN, Signal.SIG_IGN);
    }

    /** Signals that have a handler. */
    public long caughtSet() {
        return actions == null ? 0 : actions.set(Signal.SIG_IGN + 1, -1);
    }

    /** Signals that can be delivered. */
    long ready() {
        return pending & ~blocked;
    }

    public void inherit(SignalState parent) {
        blocked = parent.savedIsSet ? parent.saved : parent.blocked;
        actions = parent.actions.retain();
        stack = parent.stack;
        stackBytes = parent.stackBytes;
        stackFlags = parent.stackFlags;
    }

    int queued() {
        return queued;
    }

    void append(QueuedSignal signal) {
        if (last == null) {
            first = signal;
        } else {
            last.next = signal;
        }
        last = signal;
        queued++;
    }

    /** Takes the first of that signal; null if it came without more than its number. */
    QueuedSignal take(int signal) {
        QueuedSignal before = null;
        QueuedSignal found = first;
        while (found != null && found.signal != signal) {
            before = found;
            found = found.next;
        }
        if (found != null) {
            unlink(found, before);
        }
        if (signal < Signal.SIGRTMIN || !has(signal)) {
            pending &= ~bit(signal);
        }
        return found;
    }

    private void unlink(QueuedSignal signal, QueuedSignal before) {
        if (before == null) {
            first = signal.next;
        } else {
            before.next = signal.next;
        }
        if (last == signal) {
            last = before;
        }
        queued--;
    }

    private boolean has(int signal) {
        QueuedSignal at = first;
        while (at != null && at.signal != signal) {
            at = at.next;
        }
        return at != null;
    }

    /** Forgets pending signals. */
    void drop(long signals) {
        if ((pending & signals) == 0) {
            return;
        }
        pending &= ~signals;
        QueuedSignal before = null;
        QueuedSignal at = first;
        while (at != null) {
            QueuedSignal next = at.next;
            if ((bit(at.signal) & signals) != 0) {
                unlink(at, before);
                free(at);
            } else {
                before = at;
            }
            at = next;
        }
    }

    static void free(QueuedSignal signal) {
        if (signal != null) {
            signal.free();
        }
    }
}

package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.magic.NoInline;
import cleave.magic.Struct;

/** Signals that have come and were not delivered: a thread's own, or those of its process. */
public final class PendingSignals extends Struct {
    /** Bit {@code n - 1} is signal n. */
    public long set;
    private QueuedSignal first;
    private QueuedSignal last;
    private int queued;

    public boolean has(int signal) {
        return (set & SignalState.bit(signal)) != 0;
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
        if (signal < Signal.SIGRTMIN || !isQueued(signal)) {
            set &= ~SignalState.bit(signal);
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

    private boolean isQueued(int signal) {
        QueuedSignal at = first;
        while (at != null && at.signal != signal) {
            at = at.next;
        }
        return at != null;
    }

    /** Forgets some of them. */
    void drop(long signals) {
        if ((set & signals) != 0) {
            dropSome(signals);
        }
    }

    @NoInline
    private void dropSome(long signals) {
        set &= ~signals;
        QueuedSignal before = null;
        QueuedSignal at = first;
        while (at != null) {
            QueuedSignal next = at.next;
            if ((SignalState.bit(at.signal) & signals) != 0) {
                unlink(at, before);
                at.free();
            } else {
                before = at;
            }
            at = next;
        }
    }

    /** Takes over all that another has. */
    void moveFrom(PendingSignals other) {
        set = other.set;
        first = other.first;
        last = other.last;
        queued = other.queued;
        other.set = 0;
        other.first = null;
        other.last = null;
        other.queued = 0;
    }
}

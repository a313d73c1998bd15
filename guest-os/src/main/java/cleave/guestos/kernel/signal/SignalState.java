package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** The signals of a thread: pending for it alone, blocked, and where handlers run. */
public final class SignalState extends Struct {
    /** {@code SS_DISABLE} of {@code sigaltstack}. */
    static final int STACK_DISABLED = 2;

    /** Those that were sent to this thread; others of its process are {@code Process.shared}. */
    @Embedded
    public PendingSignals own;
    /** Bit {@code n - 1} is signal n. */
    public long blocked;
    /** What to block again behind a call that has changed it for as long. */
    long saved;
    boolean savedIsSet;
    /** Blocked signals that {@code sigtimedwait} sleeps for. */
    long awaited;
    public SignalActions actions;
    /** The alternate stack: address, bytes, {@code ss_flags}. */
    int stack;
    int stackBytes;
    int stackFlags;

    static long bit(int signal) {
        return 1L << signal - 1;
    }

    /** Whether it has to end at once. */
    public boolean isKilled() {
        return own.has(Signal.SIGKILL);
    }

    /** A new thread or process has what its maker has; but nothing is pending. */
    public void inherit(SignalState parent) {
        blocked = parent.savedIsSet ? parent.saved : parent.blocked;
        stack = parent.stack;
        stackBytes = parent.stackBytes;
        stackFlags = parent.stackFlags;
    }

    /** There is no alternate stack: it is another's. */
    public void dropStack() {
        stack = 0;
        stackBytes = 0;
        stackFlags = 0;
    }

    /** Takes over what a thread of the same process has, which is no more. */
    public void moveFrom(SignalState other) {
        own.moveFrom(other.own);
        blocked = other.blocked;
        saved = other.saved;
        savedIsSet = other.savedIsSet;
        stack = other.stack;
        stackBytes = other.stackBytes;
        stackFlags = other.stackFlags;
        actions = other.actions;
        other.actions = null;
    }

    static void free(QueuedSignal signal) {
        if (signal != null) {
            signal.free();
        }
    }
}

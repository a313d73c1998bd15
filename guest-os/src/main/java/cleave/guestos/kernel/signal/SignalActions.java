package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Sharing;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * What a process does at each signal. Processes share one after a fork; who changes his takes a
 * copy first. Threads have one in common ({@code CLONE_SIGHAND}).
 */
public final class SignalActions extends Struct {
    @Embedded
    private Sharing sharing;
    /** Whether any signal has a handler. */
    boolean handles;
    @Embedded
    @Inline(Signal.MAX)
    private SignalAction[] actions;

    /** Default actions for all, for one process; null when memory is full. */
    public static SignalActions create() {
        SignalActions made = new SignalActions();
        if (made != null) {
            made.sharing.begin();
        }
        return made;
    }

    SignalAction of(int signal) {
        return actions[signal - 1];
    }

    /** What a new process gets; null when memory is full. */
    public SignalActions fork() {
        if (sharing.isCommon()) {
            return copy();
        }
        sharing.add();
        return this;
    }

    /** What a new process gets that wants no handlers; null when memory is full. */
    public SignalActions forkWithoutHandlers() {
        SignalActions copy = copy();
        if (copy != null) {
            copy.dropHandlers();
        }
        return copy;
    }

    /** Those of a thread, for another to have in common; null when memory is full. */
    public static SignalActions share(SignalState state) {
        SignalActions own = own(state);
        if (own != null) {
            own.sharing.makeCommon();
            own.sharing.add();
        }
        return own;
    }

    public void release() {
        if (sharing.drop()) {
            Heap.free(this, Struct.sizeOf(SignalActions.class));
        }
    }

    /** Those of a thread, so that they can be changed; null when memory is full. */
    static SignalActions own(SignalState state) {
        return state.actions.sharing.mayChange() ? state.actions : leave(state);
    }

    /** Makes sure that no other process has them in common: false when memory is full. */
    static boolean leaveOthers(SignalState state) {
        return !state.actions.sharing.isCommon() || leave(state) != null;
    }

    private static SignalActions leave(SignalState state) {
        SignalActions own = state.actions.copy();
        if (own != null) {
            state.actions.sharing.drop();
            state.actions = own;
        }
        return own;
    }

    private SignalActions copy() {
        SignalActions copy = create();
        if (copy == null) {
            return null;
        }
        copy.handles = handles;
        for (int i = 0; i < Signal.MAX; i++) {
            copy.actions[i].handler = actions[i].handler;
            copy.actions[i].flags = actions[i].flags;
            copy.actions[i].mask = actions[i].mask;
            copy.actions[i].maskHigh = actions[i].maskHigh;
        }
        return copy;
    }

    /** Handled signals are default again, as a new program wants them; ignored ones stay so. */
    void dropHandlers() {
        for (int i = 0; i < Signal.MAX; i++) {
            SignalAction action = actions[i];
            if (action.handler != Signal.SIG_IGN) {
                action.handler = Signal.SIG_DFL;
            }
            action.flags = 0;
            action.mask = 0;
            action.maskHigh = 0;
        }
        handles = false;
    }
}

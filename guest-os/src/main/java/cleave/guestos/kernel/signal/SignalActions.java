package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * What a process does at each signal. Processes share one after a fork; who changes his takes a
 * copy first.
 */
public final class SignalActions extends Struct {
    private int references;
    /** Whether any signal has a handler. */
    boolean handles;
    @Embedded
    @Inline(Signal.MAX)
    private SignalAction[] actions;

    /** Default actions for all, for one process; null when memory is full. */
    public static SignalActions create() {
        SignalActions made = new SignalActions();
        if (made != null) {
            made.references = 1;
        }
        return made;
    }

    SignalAction of(int signal) {
        return actions[signal - 1];
    }

    /** Signals whose handler lies between two addresses. */
    long set(int from, int to) {
        long set = 0;
        for (int i = 0; i < Signal.MAX; i++) {
            if (Integer.compareUnsigned(actions[i].handler - from, to - from) <= 0) {
                set |= SignalState.bit(i + 1);
            }
        }
        return set;
    }

    SignalActions retain() {
        references++;
        return this;
    }

    void release() {
        references--;
        if (references == 0) {
            Heap.free(this, Struct.sizeOf(SignalActions.class));
        }
    }

    /** Those of a process for it alone, so that they can be changed; null when memory is full. */
    static SignalActions own(SignalState state) {
        SignalActions shared = state.actions;
        if (shared.references == 1) {
            return shared;
        }
        SignalActions own = create();
        if (own == null) {
            return null;
        }
        own.handles = shared.handles;
        for (int i = 0; i < Signal.MAX; i++) {
            own.actions[i].handler = shared.actions[i].handler;
            own.actions[i].flags = shared.actions[i].flags;
            own.actions[i].mask = shared.actions[i].mask;
            own.actions[i].maskHigh = shared.actions[i].maskHigh;
        }
        shared.references--;
        state.actions = own;
        return own;
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

package cleave.guestos.kernel.time;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/**
 * Something that happens at a time: {@link #expired} is called, once, by the timer's interrupt. It
 * is embedded in what waits; set and cancelled by {@link Timer}. The links make a pairing heap: the
 * first child, and the siblings of each in a list whose first one points back to the parent.
 */
public final class Timeout extends Struct {
    /** What happens, called with the current tick; it may set the timeout again. */
    public interface Expired extends Fn {
        void expired(Timeout timeout, long now);
    }

    /** Tick of the clock at which it expires. */
    public long deadline;
    public Expired expired;
    /** For who is called. */
    public Address data;
    Timeout child;
    Timeout sibling;
    Timeout back;
    boolean pending;

    /** Whether it is set and has not expired. */
    public boolean isPending() {
        return pending;
    }

    /** Ticks until it expires, at least 1; 0 if it is not set. */
    public long left() {
        return pending ? Math.max(deadline - Clock.ticks(), 1) : 0;
    }
}

package cleave.guestos.kernel.process;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/**
 * One who does not sleep in a {@link WaitQueue}, but wants to know when it is woken: so that a
 * process can wait for many things at a time.
 */
public final class Watch extends Struct {
    /** The queue was woken; must not sleep, nor end the watch. */
    public interface Noticed extends Fn {
        void noticed(Watch watch, WaitQueue queue, Address data);
    }

    public Noticed noticed;
    /** For whom. */
    public Address data;
    private WaitQueue queue;
    private Watch next;
    private Watch previous;

    /** Begins to watch a queue. */
    public void begin(WaitQueue watched) {
        queue = watched;
        previous = null;
        next = watched.watches;
        if (next != null) {
            next.previous = this;
        }
        watched.watches = this;
    }

    /** Ends to watch; one that does not watch stays so. */
    public void end() {
        if (queue == null) {
            return;
        }
        if (previous == null) {
            queue.watches = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        queue = null;
    }

    /** Tells all who watch a queue. */
    static void tell(WaitQueue woken) {
        Watch watch = woken.watches;
        while (watch != null) {
            Watch following = watch.next;
            watch.noticed.noticed(watch, woken, watch.data);
            watch = following;
        }
    }
}

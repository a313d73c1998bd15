package cleave.guestos.kernel.file;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** Who asks whether a file is ready, and how to tell him that this may have changed. */
public final class PollTable extends Struct {
    /** Notes a queue ({@code WaitQueue}) that is woken when the answer may have changed. */
    public interface Watch extends Fn {
        void watch(PollTable table, Address queue);
    }

    public Watch watch;
    /** The asker's own. */
    public Address data;

    /** Notes a queue, given by its address. */
    public void add(Address queue) {
        watch.watch(this, queue);
    }
}

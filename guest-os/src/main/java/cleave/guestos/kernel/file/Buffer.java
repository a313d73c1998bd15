package cleave.guestos.kernel.file;

import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** A block of a disk in memory: what is neither a file's contents nor a program's. */
public final class Buffer extends Struct {
    /** In {@link #state}: somebody reads or writes it. */
    static final int BUSY = 1;
    /** In {@link #state}: the disk has other bytes. */
    static final int DIRTY = 2;
    /** In {@link #state}: it was used since somebody looked for one to drop. */
    static final int USED = 4;
    /** In {@link #state}: it has no bytes yet. */
    static final int NEW = 8;

    /** Its bytes. */
    public Address data;
    BlockDevice device;
    /** Counted in blocks of {@link #size}. */
    int block;
    int size;
    /** Who holds it. */
    int references;
    int state;
    Buffer nextOfHash;
    Buffer newer;
    Buffer older;
    @Embedded
    WaitQueue waiting;

    /** Its number. */
    public int block() {
        return block;
    }

    /** Lets go of it. */
    public void release() {
        assert references > 0 : "a buffer is released that nobody holds";
        references--;
    }

    /** Its bytes were changed, and have to be written some time. */
    public void markDirty() {
        if ((state & DIRTY) == 0) {
            state |= DIRTY;
            BufferCache.dirtied();
        }
    }
}

package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Size;
import cleave.magic.Struct;

/** What the kernel knows of a frame, 4 KiB of RAM. */
@Size(16)
public final class Frame extends Struct {
    /** Not handed out: the first frame of a free run. */
    static final int FREE = 1;
    /** Cut up by the heap. */
    static final int SLAB = 2;
    /** In the page cache, which holds it once. */
    static final int CACHED = 3;

    /** How many hold it; in a slab, the objects in use; 1 if it is free. */
    public int count;
    /** {@link #FREE}, {@link #SLAB}, {@link #CACHED} or 0. */
    byte use;
    /** Of a free run, the logarithm of its length. */
    byte order;
    /** Of a slab, the index of its first free object; -1 if there is none. */
    short firstFree;
    /** In the list it is in. */
    Frame next;
    Frame previous;

    /** Where the kernel sees it. */
    public Address address() {
        return DirectMap.toVirtual(number() << Pte.PAGE_SHIFT);
    }

    /** The kernel's address of its middle. */
    Address middle() {
        return Address.of((number() << Pte.PAGE_SHIFT) + (DirectMap.OFFSET + Pte.PAGE_SIZE / 2));
    }

    /** Its physical page number. */
    public int number() {
        return Struct.indexOf(Frames.origin(), this);
    }

    /** Whether the page cache has it, as the audit needs to know. */
    public void setCached(boolean cached) {
        use = cached ? (byte) CACHED : 0;
    }

    void unlink(FrameList from) {
        if (previous == null) {
            from.first = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
    }

    void linkInto(FrameList list) {
        previous = null;
        next = list.first;
        if (list.first != null) {
            list.first.previous = this;
        }
        list.first = this;
    }
}

package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Word;

/** A page table entry of Sv32 (privileged specification, "Page-Based 32-bit Virtual-Memory"). */
public final class Pte extends Word {
    public static final int PAGE_SHIFT = 12;
    public static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    public static final int PAGE_MASK = PAGE_SIZE - 1;
    public static final int TABLE_ENTRIES = 1024;
    /** Bytes that one leaf table maps. */
    static final int TABLE_SPAN = PAGE_SIZE * TABLE_ENTRIES;
    /** Nothing is there. */
    public static final Pte NONE = new Pte(0);

    static final int VALID = 1;
    static final int READ = 2;
    static final int WRITE = 4;
    static final int EXECUTE = 8;
    static final int USER = 0x10;
    static final int GLOBAL = 0x20;
    /** Set in advance, so that harts without hardware update run the kernel, too. */
    static final int ACCESSED = 0x40;
    static final int DIRTY = 0x80;
    static final int KERNEL_DATA = VALID | READ | WRITE | GLOBAL | ACCESSED | DIRTY;
    /** Of the kernel's megapages in the direct map. */
    public static final int KERNEL_ALL = KERNEL_DATA | EXECUTE;

    /**
     * Private memory that others may have, too, since a fork (the first of the bits that are for
     * software): without {@link #WRITE}, so that a store asks.
     */
    static final int SHARED = 0x100;

    private static final int FRAME_SHIFT = 10;
    private static final int FLAGS = (1 << FRAME_SHIFT) - 1;

    private Pte(int bits) {
        super(bits);
    }

    static Pte of(int frame, int flags) {
        return new Pte(frame << FRAME_SHIFT | flags);
    }

    static Pte at(Address slot) {
        return new Pte(slot.loadInt(0));
    }

    void storeTo(Address slot) {
        slot.storeInt(0, bits());
    }

    boolean isValid() {
        return (bits() & VALID) != 0;
    }

    boolean isWritable() {
        return (bits() & WRITE) != 0;
    }

    /** Whether it is valid, and a store has to look for other owners of the frame first. */
    boolean isShared() {
        return (bits() & (VALID | SHARED)) == (VALID | SHARED);
    }

    /** The same page in a frame that nobody else has: it may be written to. */
    Pte owned(int frame) {
        return new Pte(bits() & FLAGS & ~SHARED | WRITE | frame << FRAME_SHIFT);
    }

    /** The physical number of the page. */
    int frame() {
        return bits() >>> FRAME_SHIFT;
    }

    /** Where the kernel sees the page. */
    Address address() {
        return DirectMap.toVirtual(frame() << PAGE_SHIFT);
    }
}

package cleave.guestos.kernel.memory;

import cleave.magic.Address;

/**
 * Page tables that are ready for use, since processes come and go: leaf tables of zeros, and root
 * tables that have only the kernel's entries. A table that is let go has become such by itself, as
 * its entries were removed.
 */
final class CleanTables {
    private static final int KEPT_MAX = 32;

    private static final FrameList LEAVES = new FrameList();
    private static final FrameList ROOTS = new FrameList();
    private static int leaves;
    private static int roots;

    private CleanTables() {
    }

    /** A leaf table without entries; null when memory is full. */
    static Frame leaf() {
        Frame frame = LEAVES.first;
        if (frame == null) {
            return Frames.allocateZeroed();
        }
        if (FailNth.fires()) {
            return null;
        }
        LEAVES.first = frame.next;
        leaves--;
        return frame;
    }

    /** Takes back a leaf table whose entries are all removed. */
    static void giveLeaf(Frame frame) {
        if (leaves == KEPT_MAX) {
            Frames.release(frame);
            return;
        }
        frame.next = LEAVES.first;
        LEAVES.first = frame;
        leaves++;
    }

    /** A root table with the kernel's entries; null when memory is full. */
    static Frame root() {
        Frame frame = ROOTS.first;
        if (frame != null) {
            if (FailNth.fires()) {
                return null;
            }
            ROOTS.first = frame.next;
            roots--;
            return frame;
        }
        frame = Frames.allocateZeroed();
        if (frame != null) {
            Address from = DirectMap.root();
            Address to = frame.address();
            for (int at = AddressSpace.KERNEL_ENTRIES_AT; at < Pte.PAGE_SIZE; at += Integer.BYTES) {
                to.storeInt(at, from.loadInt(at));
            }
        }
        return frame;
    }

    /** Takes back a root table without entries of a program. */
    static void giveRoot(Frame frame) {
        if (roots == KEPT_MAX) {
            Frames.release(frame);
            return;
        }
        frame.next = ROOTS.first;
        ROOTS.first = frame;
        roots++;
    }

    /** Frees them all; how many there were. */
    static int shrink() {
        int freed = leaves + roots;
        free(LEAVES);
        free(ROOTS);
        leaves = 0;
        roots = 0;
        return freed;
    }

    private static void free(FrameList list) {
        while (list.first != null) {
            Frame frame = list.first;
            list.first = frame.next;
            Frames.release(frame);
        }
    }
}

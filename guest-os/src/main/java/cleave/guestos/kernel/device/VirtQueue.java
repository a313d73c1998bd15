package cleave.guestos.kernel.device;

import cleave.guestos.kernel.memory.DirectMap;
import cleave.magic.Address;
import cleave.magic.Rv;
import cleave.magic.Struct;

/**
 * A split virtqueue (virtio 1.2, 2.7) of 64 entries in one frame: descriptors, the ring of those
 * that are available, and at the next multiple of 2 KiB, as the legacy layout wants it, the ring
 * of used ones.
 */
final class VirtQueue extends Struct {
    static final int ENTRIES = 64;
    static final int AVAILABLE = 16 * ENTRIES;
    static final int ALIGN = 2048;
    static final int USED = ALIGN;

    static final int CHAINED = 1;
    static final int DEVICE_WRITES = 2;

    private static final int INDEX = 2;
    private static final int RING = 4;

    private Address page;
    private int available;
    private int used;

    /** Begins in a frame of zeros. */
    void begin(Address frame) {
        page = frame;
        available = 0;
        used = 0;
    }

    /** Fills a descriptor; behind one that is {@link #CHAINED} comes the next one. */
    void describe(int index, Address buffer, int bytes, int flags) {
        Address at = page.plus(16 * index);
        at.storeInt(0, DirectMap.toPhysical(buffer));
        at.storeInt(4, 0);
        at.storeInt(8, bytes);
        at.storeInt(12, flags | index + 1 << 16);
    }

    /** Makes the chain that begins at descriptor {@code head} available. */
    void offer(int head) {
        page.storeShort(AVAILABLE + RING + 2 * (available & ENTRIES - 1), head);
        available++;
        Rv.fenceIo();
        page.writeShort(AVAILABLE + INDEX, available);
        Rv.fenceIo();
    }

    /** The head of the next chain that the device is done with; -1 if there is none. */
    int takeUsed() {
        int index = page.readUnsignedShort(USED + INDEX);
        if ((used & 0xffff) == index) {
            return -1;
        }
        Rv.fenceIo();
        int head = page.loadInt(USED + RING + 8 * (used & ENTRIES - 1));
        used++;
        return head;
    }
}

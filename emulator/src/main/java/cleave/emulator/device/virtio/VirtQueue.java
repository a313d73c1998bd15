package cleave.emulator.device.virtio;

import cleave.emulator.memory.GuestMemory;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * A split virtqueue (virtio 1.2, 2.7) as the device sees it, with indirect descriptors and event
 * index when they have been negotiated. Where its parts lie is the transport's business.
 *
 * <p>Refuses, by a {@link VirtioProtocolException}: rings and buffers outside RAM, an available
 * index more than the queue's size ahead, descriptors without bytes, chains longer than the queue
 * or in a circle, nested or misshapen indirect tables, and device-readable descriptors behind
 * device-writable ones.
 */
public final class VirtQueue {
    /** The largest queue, QEMU's {@code VIRTQUEUE_MAX_SIZE}. */
    public static final int SIZE_MAX = 1024;

    private static final int DESCRIPTOR_BYTES = 16;
    private static final int RING_HEADER_BYTES = 4;
    private static final int INDEX_OFFSET = 2;
    private static final int USED_ELEMENT_BYTES = 8;
    private static final int DESCRIPTOR_NEXT = 1;
    private static final int DESCRIPTOR_WRITE = 2;
    private static final int DESCRIPTOR_INDIRECT = 4;
    private static final int NO_INTERRUPT = 1;
    private static final int INDEX_MASK = 0xffff;

    private final GuestMemory memory;
    private final int index;

    private boolean ready;
    private int size;
    private long descriptors;
    private long available;
    private long used;
    private boolean ringsInRam;
    private long features;

    /** Where the next available head is found; counts modulo 2 to the 16. */
    private int availableIndex;
    private int usedIndex;
    /** The used index when the driver was last interrupted, if it ever was. */
    private int signalledIndex;
    private boolean signalled;
    private int inUse;

    VirtQueue(GuestMemory memory, int index) {
        this.memory = memory;
        this.index = index;
    }

    /** Which queue of its device this is. */
    public int index() {
        return index;
    }

    /** Whether the driver has set the queue up. */
    public boolean ready() {
        return ready;
    }

    /** Begins with empty rings at the given physical addresses. */
    void start(int entries, long descriptorTable, long availableRing, long usedRing,
            long negotiated) {
        reset();
        size = entries;
        descriptors = descriptorTable;
        available = availableRing;
        used = usedRing;
        features = negotiated;
        ready = true;
        checkRings();
    }

    void reset() {
        ready = false;
        size = 0;
        descriptors = 0;
        available = 0;
        used = 0;
        features = 0;
        availableIndex = 0;
        usedIndex = 0;
        signalledIndex = 0;
        signalled = false;
        inUse = 0;
    }

    /** The driver may settle on features after it has set up a legacy queue. */
    void setFeatures(long negotiated) {
        features = negotiated;
        checkRings();
    }

    private void checkRings() {
        // An event index follows each ring, but is touched only when negotiated.
        long event = has(RingFeature.EVENT_IDX) ? Short.BYTES : 0;
        ringsInRam = memory.contains(descriptors, (long) DESCRIPTOR_BYTES * size)
                && memory.contains(available,
                        RING_HEADER_BYTES + (long) Short.BYTES * size + event)
                && memory.contains(used,
                        RING_HEADER_BYTES + (long) USED_ELEMENT_BYTES * size + event);
    }

    private boolean has(RingFeature feature) {
        return (features & feature.mask()) != 0;
    }

    /** Whether the driver has made a buffer available that has not been taken. */
    boolean hasAvailable() {
        return ready && size != 0 && readAvailableIndex() != availableIndex;
    }

    /** The next buffer, left in the queue; null if there is none. */
    DescriptorChain peek() {
        return hasAvailable() ? chain(head()) : null;
    }

    /** Takes the next buffer; null if there is none. */
    DescriptorChain pop() {
        if (!hasAvailable()) {
            return null;
        }
        DescriptorChain chain = chain(head());
        availableIndex = availableIndex + 1 & INDEX_MASK;
        inUse++;
        if (has(RingFeature.EVENT_IDX)) {
            // The driver is to notify again as soon as it adds a buffer.
            memory.writeShort(used + RING_HEADER_BYTES + (long) USED_ELEMENT_BYTES * size,
                    availableIndex);
        }
        return chain;
    }

    /** Gives a buffer back, {@code written} bytes of which the device has filled. */
    void push(DescriptorChain chain, long written) {
        long element = used + RING_HEADER_BYTES + (long) USED_ELEMENT_BYTES * (usedIndex % size);
        memory.writeInt(element, chain.head());
        memory.writeInt(element + Integer.BYTES, (int) written);
        usedIndex = usedIndex + 1 & INDEX_MASK;
        memory.writeShort(used + INDEX_OFFSET, usedIndex);
        inUse--;
    }

    /**
     * Whether the driver wants an interrupt for what was pushed since the last one (virtio 1.2,
     * 2.7.7): by the flag in the available ring, or when the used index passes the event index.
     */
    boolean takeInterruptWish() {
        int old = signalledIndex;
        boolean wasSignalled = signalled;
        if (has(RingFeature.NOTIFY_ON_EMPTY) && inUse == 0 && !hasAvailable()) {
            noteSignalled();
            return true;
        }
        if (!has(RingFeature.EVENT_IDX)) {
            return (memory.readShort(available) & NO_INTERRUPT) == 0;
        }
        noteSignalled();
        int event = memory.readShort(available + RING_HEADER_BYTES + (long) Short.BYTES * size);
        return !wasSignalled
                || (usedIndex - event - 1 & INDEX_MASK) < (usedIndex - old & INDEX_MASK);
    }

    private void noteSignalled() {
        signalledIndex = usedIndex;
        signalled = true;
    }

    private int readAvailableIndex() {
        if (!ringsInRam) {
            throw new VirtioProtocolException(String.format(
                    "queue %d: rings at 0x%x, 0x%x and 0x%x are not all in RAM",
                    index, descriptors, available, used));
        }
        int next = memory.readShort(available + INDEX_OFFSET) & INDEX_MASK;
        if ((next - availableIndex & INDEX_MASK) > size) {
            throw new VirtioProtocolException(String.format(
                    "queue %d: available index %d is more than %d, the queue's size, ahead of %d",
                    index, next, size, availableIndex));
        }
        return next;
    }

    private int head() {
        int head = memory.readShort(available + RING_HEADER_BYTES
                + (long) Short.BYTES * (availableIndex % size)) & INDEX_MASK;
        if (head >= size) {
            throw new VirtioProtocolException(String.format(
                    "queue %d: descriptor %d is available; there are %d", index, head, size));
        }
        return head;
    }

    private DescriptorChain chain(int head) {
        DescriptorChain chain = new DescriptorChain(memory, head);
        long table = descriptors;
        int entries = size;
        int followed = 0;
        int current = head;
        while (true) {
            long descriptor = table + (long) DESCRIPTOR_BYTES * current;
            long pa = memory.readInt(descriptor) & 0xffff_ffffL
                    | (long) memory.readInt(descriptor + 4) << Integer.SIZE;
            int length = memory.readInt(descriptor + 8);
            int flags = memory.readShort(descriptor + 12);
            // As QEMU, do not insist that the driver has negotiated what it uses.
            if ((flags & DESCRIPTOR_INDIRECT) != 0) {
                checkIndirect(table != descriptors, flags, pa, length);
                table = pa;
                entries = length / DESCRIPTOR_BYTES;
                followed = 0;
                current = 0;
                continue;
            }
            chain.add(pa, length, (flags & DESCRIPTOR_WRITE) != 0);
            if (++followed > entries || chain.segments() > SIZE_MAX) {
                throw new VirtioProtocolException("queue " + index
                        + ": a chain of descriptors that is too long or a circle");
            }
            if ((flags & DESCRIPTOR_NEXT) == 0) {
                return chain;
            }
            current = memory.readShort(descriptor + 14) & INDEX_MASK;
            if (current >= entries) {
                throw new VirtioProtocolException(String.format(
                        "queue %d: a chain goes on at descriptor %d of %d",
                        index, current, entries));
            }
        }
    }

    private void checkIndirect(boolean nested, int flags, long pa, int length) {
        if (nested) {
            throw new VirtioProtocolException("queue " + index
                    + ": an indirect descriptor in an indirect table");
        }
        if ((flags & DESCRIPTOR_NEXT) != 0) {
            throw new VirtioProtocolException("queue " + index
                    + ": an indirect descriptor that has a next one");
        }
        if (length <= 0 || length % DESCRIPTOR_BYTES != 0 || !memory.contains(pa, length)) {
            throw new VirtioProtocolException(String.format(
                    "queue %d: an indirect table of 0x%x bytes at 0x%x", index, length, pa));
        }
    }

    void save(StateWriter out) {
        out.putBoolean(ready);
        out.putInt(size);
        out.putLong(descriptors);
        out.putLong(available);
        out.putLong(used);
        out.putLong(features);
        out.putInt(availableIndex);
        out.putInt(usedIndex);
        out.putInt(signalledIndex);
        out.putBoolean(signalled);
        out.putInt(inUse);
    }

    void load(StateReader in) {
        ready = in.getBoolean();
        size = in.getInt();
        descriptors = in.getLong();
        available = in.getLong();
        used = in.getLong();
        features = in.getLong();
        availableIndex = in.getInt();
        usedIndex = in.getInt();
        signalledIndex = in.getInt();
        signalled = in.getBoolean();
        inUse = in.getInt();
        checkRings();
    }
}

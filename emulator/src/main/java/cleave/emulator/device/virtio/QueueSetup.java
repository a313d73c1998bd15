package cleave.emulator.device.virtio;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/** What the driver has written about one queue into the transport's registers. */
final class QueueSetup {
    private static final int DEFAULT_ALIGN = 4096;
    private static final int DESCRIPTOR_BYTES = 16;
    private static final long LOW_HALF = 0xffff_ffffL;

    private int size = VirtQueue.SIZE_MAX;
    private int align = DEFAULT_ALIGN;
    private int pfn;
    private boolean ready;
    private long descriptors;
    private long available;
    private long used;

    void reset() {
        size = VirtQueue.SIZE_MAX;
        align = DEFAULT_ALIGN;
        pfn = 0;
        ready = false;
        descriptors = 0;
        available = 0;
        used = 0;
    }

    int pfn() {
        return pfn;
    }

    boolean ready() {
        return ready;
    }

    /** QueueNum; false if no queue can have this size. */
    boolean setSize(int value) {
        boolean possible = value > 0 && value <= VirtQueue.SIZE_MAX;
        size = possible ? value : size;
        return possible;
    }

    /** QueueAlign; false if nothing can be aligned so. */
    boolean setAlign(int value) {
        align = value > 0 ? value : align;
        return value > 0;
    }

    /** QueuePFN: the legacy layout is one piece of memory, its last part aligned (2.7.2). */
    void setPfn(int value, int pageShift, VirtQueue queue, long negotiated) {
        pfn = value;
        if (pfn == 0) {
            queue.reset();
            return;
        }
        long table = Integer.toUnsignedLong(pfn) << pageShift;
        long availableRing = table + (long) DESCRIPTOR_BYTES * size;
        long availableEnd = availableRing + (long) Short.BYTES * (3 + size);
        long usedRing = (availableEnd + align - 1) / align * align;
        queue.start(size, table, availableRing, usedRing, negotiated);
    }

    /** QueueReady. */
    void setReady(boolean value, VirtQueue queue, long negotiated) {
        ready = value;
        if (ready) {
            queue.start(size, descriptors, available, used, negotiated);
        } else {
            queue.reset();
        }
    }

    /** Half of one of the three addresses of the modern layout. */
    void setAddress(VirtioRegister register, int value) {
        switch (register) {
            case QUEUE_DESC_LOW -> descriptors = withLow(descriptors, value);
            case QUEUE_DESC_HIGH -> descriptors = withHigh(descriptors, value);
            case QUEUE_DRIVER_LOW -> available = withLow(available, value);
            case QUEUE_DRIVER_HIGH -> available = withHigh(available, value);
            case QUEUE_DEVICE_LOW -> used = withLow(used, value);
            case QUEUE_DEVICE_HIGH -> used = withHigh(used, value);
            default -> throw new AssertionError(register + " is no address of a queue");
        }
    }

    private static long withLow(long old, int value) {
        return old & ~LOW_HALF | value & LOW_HALF;
    }

    private static long withHigh(long old, int value) {
        return old & LOW_HALF | (long) value << Integer.SIZE;
    }

    void save(StateWriter out) {
        out.putInt(size);
        out.putInt(align);
        out.putInt(pfn);
        out.putBoolean(ready);
        out.putLong(descriptors);
        out.putLong(available);
        out.putLong(used);
    }

    void load(StateReader in) {
        size = in.getInt();
        align = in.getInt();
        pfn = in.getInt();
        ready = in.getBoolean();
        descriptors = in.getLong();
        available = in.getLong();
        used = in.getLong();
    }
}

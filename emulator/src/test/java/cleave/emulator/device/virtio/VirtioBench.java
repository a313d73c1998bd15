package cleave.emulator.device.virtio;

import cleave.emulator.device.DeviceBench;
import cleave.emulator.device.Wire;
import java.nio.charset.StandardCharsets;

/** A virtio slot and a small driver for its queues. */
final class VirtioBench {
    static final int ENTRIES = 8;
    private static final long RINGS = 0x8000_0000L;
    private static final long RING_STRIDE = 0x2000;
    private static final long BUFFERS = 0x8010_0000L;

    final DeviceBench bench = new DeviceBench();
    final Wire line = new Wire();
    final boolean legacy;
    VirtioMmio slot;
    private final int[] made = new int[4];
    private final int[] seen = new int[4];
    private long nextBuffer = BUFFERS;

    VirtioBench(boolean legacy) {
        this.legacy = legacy;
    }

    VirtioBench plug(VirtioDevice device) {
        slot = new VirtioMmio("virtio0", legacy, device, bench.memory, line, bench.errors());
        return this;
    }

    int get(VirtioRegister register) {
        return slot.read(register.offset(), 4);
    }

    void set(VirtioRegister register, int value) {
        slot.write(register.offset(), 4, value);
    }

    private static long ring(int queue) {
        return RINGS + RING_STRIDE * queue;
    }

    static long available(int queue) {
        return ring(queue) + 16 * ENTRIES;
    }

    static long used(int queue) {
        return ring(queue) + 0x1000;
    }

    /** Goes through the initialisation of virtio 1.2, 3.1.1, with these features. */
    void initialise(long features, int queues) {
        set(VirtioRegister.STATUS, 0);
        set(VirtioRegister.STATUS, 3);
        set(VirtioRegister.DRIVER_FEATURES_SEL, 0);
        set(VirtioRegister.DRIVER_FEATURES, (int) features);
        if (!legacy) {
            set(VirtioRegister.DRIVER_FEATURES_SEL, 1);
            set(VirtioRegister.DRIVER_FEATURES, (int) (features >>> 32) | 1);
            set(VirtioRegister.STATUS, 11);
        }
        for (int queue = 0; queue < queues; queue++) {
            bench.memory.write(ring(queue), new byte[(int) RING_STRIDE], 0, (int) RING_STRIDE);
            made[queue] = 0;
            seen[queue] = 0;
            set(VirtioRegister.QUEUE_SEL, queue);
            set(VirtioRegister.QUEUE_NUM, ENTRIES);
            if (legacy) {
                set(VirtioRegister.GUEST_PAGE_SIZE, 4096);
                set(VirtioRegister.QUEUE_ALIGN, 4096);
                set(VirtioRegister.QUEUE_PFN, (int) (ring(queue) >>> 12));
            } else {
                set(VirtioRegister.QUEUE_DESC_LOW, (int) ring(queue));
                set(VirtioRegister.QUEUE_DRIVER_LOW, (int) available(queue));
                set(VirtioRegister.QUEUE_DEVICE_LOW, (int) used(queue));
                set(VirtioRegister.QUEUE_READY, 1);
            }
        }
        set(VirtioRegister.STATUS, get(VirtioRegister.STATUS) | 4);
    }

    /** Puts bytes into RAM. */
    long buffer(byte[] bytes) {
        long pa = nextBuffer;
        bench.memory.write(pa, bytes, 0, bytes.length);
        nextBuffer += bytes.length + 15 & ~15;
        return pa;
    }

    byte[] bytes(long pa, int length) {
        byte[] bytes = new byte[length];
        bench.memory.read(pa, bytes, 0, length);
        return bytes;
    }

    String text(long pa, int length) {
        return new String(bytes(pa, length), StandardCharsets.ISO_8859_1);
    }

    void descriptor(int queue, int index, long pa, int length, int flags, int next) {
        long at = ring(queue) + 16L * index;
        bench.memory.writeInt(at, (int) pa);
        bench.memory.writeInt(at + 4, (int) (pa >>> 32));
        bench.memory.writeInt(at + 8, length);
        bench.memory.writeShort(at + 12, flags);
        bench.memory.writeShort(at + 14, next);
    }

    /** Makes the chain available and tells the device. */
    void submit(int queue, int head) {
        offer(queue, head);
        set(VirtioRegister.QUEUE_NOTIFY, queue);
    }

    /** Makes the chain available in silence. */
    void offer(int queue, int head) {
        bench.memory.writeShort(available(queue) + 4 + 2 * (made[queue] % ENTRIES), head);
        made[queue]++;
        bench.memory.writeShort(available(queue) + 2, made[queue]);
    }

    /** The length in the next element of the used ring, or -1 if there is none. */
    int takeUsed(int queue) {
        if ((bench.memory.readShort(used(queue) + 2) & 0xffff) == (seen[queue] & 0xffff)) {
            return -1;
        }
        return bench.memory.readInt(used(queue) + 8 + 8L * (seen[queue]++ % ENTRIES));
    }
}

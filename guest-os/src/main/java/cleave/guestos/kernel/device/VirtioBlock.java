package cleave.guestos.kernel.device;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.boot.DeviceNode;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * A virtio disk (virtio 1.2, 5.2). Requests are independent of each other: each has its own three
 * descriptors, and whoever made it sleeps until the device is done with it. A request the device
 * refuses is -EIO.
 */
final class VirtioBlock extends Struct {
    private static final int FEATURE_READ_ONLY = 5;
    private static final int FEATURE_FLUSH = 9;
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int FLUSH = 4;
    private static final int NO_STATUS = 0xff;
    private static final int DESCRIPTORS_EACH = 3;
    private static final int REQUESTS = 16;
    private static final int DISKS_MAX = 26;

    private static final VirtioBlock[] DISKS = new VirtioBlock[DISKS_MAX];
    private static int disks;

    /** What the rest of the kernel sees; the first field. */
    @Embedded
    Disks.Named named;
    @Embedded
    VirtioDevice device;
    private int interrupt;
    @Embedded
    private WaitQueue free;
    @Embedded
    @Inline(REQUESTS)
    private BlockRequest[] requests;

    /** Finds the disks, in the order of the device tree, as Linux names them: vda, vdb ... */
    static void begin() {
        for (int i = 0; i < Hardware.MACHINE.virtioCount; i++) {
            DeviceNode slot = Hardware.MACHINE.virtio[i];
            if (VirtioDevice.kind(slot) == VirtioDevice.BLOCK && disks < DISKS_MAX) {
                begin(slot);
            }
        }
    }

    private static void begin(DeviceNode slot) {
        VirtioBlock disk = new VirtioBlock();
        if (disk == null || !disk.device.begin(slot,
                1 << FEATURE_READ_ONLY | 1 << FEATURE_FLUSH)) {
            Log.line().text("virtio disk at ").hex(slot.base).text(" refuses to work").end();
            return;
        }
        for (int i = 0; i < REQUESTS; i++) {
            disk.requests[i].isFree = true;
        }
        disk.interrupt = slot.interrupt;
        BlockDevice block = disk.named.block;
        block.transfer = VirtioBlock::transfer;
        block.flush = VirtioBlock::flush;
        block.maximum = Disks.SECTORS_MAX;
        block.sectors = disk.device.config().readInt(0) & 0xffff_ffffL
                | (long) disk.device.config().readInt(4) << Integer.SIZE;
        block.readOnly = disk.device.has(FEATURE_READ_ONLY);
        Interrupts.handle(slot.interrupt, "virtio", VirtioBlock::interrupt);
        DISKS[disks] = disk;
        disk.device.start();
        Disks.addVirtio(disk.named, disks);
        disks++;
    }

    private static void interrupt(int source, long now) {
        for (int i = 0; i < disks; i++) {
            if (DISKS[i].interrupt == source) {
                DISKS[i].device.acknowledge();
                DISKS[i].reap();
            }
        }
    }

    /** Wakes those whose requests the device is done with. */
    private void reap() {
        int head = device.queue.takeUsed();
        while (head >= 0) {
            BlockRequest request = requests[Integer.divideUnsigned(head, DESCRIPTORS_EACH)];
            request.isDone = true;
            request.waiter.wakeAll();
            head = device.queue.takeUsed();
        }
    }

    private static int transfer(BlockDevice block, long sector, Address buffer, int sectors,
            boolean write) {
        if (sector < 0 || sector > block.sectors - sectors) {
            return -Errno.EIO;
        }
        if (write && block.readOnly) {
            return -Errno.EROFS;
        }
        VirtioBlock disk = Struct.at(Address.of(block), VirtioBlock.class);
        return disk.request(write ? WRITE : READ, sector, buffer,
                sectors << BlockDevice.SECTOR_SHIFT);
    }

    /** Makes what was written outlive a loss of power; disks without the feature do so anyhow. */
    private static int flush(BlockDevice block) {
        VirtioBlock disk = Struct.at(Address.of(block), VirtioBlock.class);
        return disk.device.has(FEATURE_FLUSH) ? disk.request(FLUSH, 0, Address.of(0), 0) : 0;
    }

    private void await(BlockRequest request) {
        if (Process.current().pid == 0) {
            // While the kernel starts there is nobody else to run.
            reap();
        } else {
            request.waiter.sleepUninterruptible();
        }
    }

    private int takeFree() {
        while (true) {
            for (int i = 0; i < REQUESTS; i++) {
                if (requests[i].isFree) {
                    requests[i].isFree = false;
                    return i;
                }
            }
            free.sleepUninterruptible();
        }
    }

    private int request(int type, long sector, Address buffer, int bytes) {
        int index = takeFree();
        BlockRequest request = requests[index];
        request.type = type;
        request.sector = sector;
        request.status = (byte) NO_STATUS;
        request.isDone = false;
        int descriptor = DESCRIPTORS_EACH * index;
        Address header = Address.of(request);
        device.queue.describe(descriptor, header, BlockRequest.HEADER_BYTES, VirtQueue.CHAINED);
        if (bytes > 0) {
            device.queue.describe(descriptor + 1, buffer, bytes,
                    VirtQueue.CHAINED | (type == READ ? VirtQueue.DEVICE_WRITES : 0));
            device.queue.describe(descriptor + 2, header.plus(BlockRequest.HEADER_BYTES), 1,
                    VirtQueue.DEVICE_WRITES);
        } else {
            device.queue.describe(descriptor + 1, header.plus(BlockRequest.HEADER_BYTES), 1,
                    VirtQueue.DEVICE_WRITES);
        }
        device.queue.offer(descriptor);
        device.tell();
        // Some devices are done before the store is.
        reap();
        while (!request.isDone) {
            await(request);
        }
        int status = request.status;
        request.isFree = true;
        free.wakeOne();
        return status == 0 ? 0 : -Errno.EIO;
    }
}

package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.Permission;

/** Blocks that are taken and given back; the volume's lock is held. */
final class Blocks {
    private Blocks() {
    }

    /** Takes a block, near {@code goal} if possible: its number, {@code -ENOSPC} or an error. */
    static int take(Volume volume, int goal) {
        int free = volume.disk.freeBlocks;
        if (free == 0 || Integer.compareUnsigned(free, volume.disk.reservedBlocks) <= 0
                && !Permission.isRoot()) {
            return -Errno.ENOSPC;
        }
        int start = volume.isBlock(goal) ? goal : volume.disk.firstDataBlock;
        int group = volume.groupOf(start);
        int from = start - volume.firstBlockOf(group);
        for (int i = 0; i <= volume.groups; i++) {
            int result = takeIn(volume, group, from);
            if (result != 0) {
                return result;
            }
            from = 0;
            group = group + 1 == volume.groups ? 0 : group + 1;
        }
        volume.complain().text("blocks are counted as free that are not").end();
        return -Errno.ENOSPC;
    }

    /** Takes one in a group: its number, 0 if there is none, or an error. */
    private static int takeIn(Volume volume, int group, int from) {
        Buffer buffer = volume.groupBuffer(group);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        DiskGroup descriptor = volume.group(buffer, group);
        int result = 0;
        if (descriptor.freeBlocks != 0) {
            result = takeBit(volume, group, descriptor, from);
            if (result > 0) {
                descriptor.freeBlocks--;
                buffer.markDirty();
                volume.disk.freeBlocks--;
                volume.superBuffer.markDirty();
            }
        }
        buffer.release();
        return result;
    }

    private static int takeBit(Volume volume, int group, DiskGroup descriptor, int from) {
        Buffer map = volume.read(descriptor.blockBitmap);
        if (Errors.are(map)) {
            return Errors.of(map);
        }
        int end = volume.blocksOf(group);
        int bit = Bits.firstClear(map.data, from, end);
        int result = 0;
        if (bit < end) {
            result = volume.firstBlockOf(group) + bit;
            if (isReserved(volume, descriptor, result)) {
                volume.complain().text("block ").decimal(result)
                        .text(" is the file system's own, and free").end();
                result = -Errno.EIO;
            } else {
                Bits.set(map.data, bit);
                map.markDirty();
            }
        }
        map.release();
        return result;
    }

    private static boolean isReserved(Volume volume, DiskGroup descriptor, int block) {
        int tableBlocks = volume.disk.inodesPerGroup * volume.inodeSize >>> volume.blockShift;
        return block == descriptor.blockBitmap || block == descriptor.inodeBitmap
                || Integer.compareUnsigned(block - descriptor.inodeTable, tableBlocks) < 0;
    }

    /** Gives a block back; what the cache has of it is forgotten. */
    static void give(Volume volume, int block) {
        if (!volume.isBlock(block)) {
            volume.complain().text("a file has block ").decimal(block).end();
            return;
        }
        BufferCache.forget(volume.device, block);
        int group = volume.groupOf(block);
        Buffer buffer = volume.groupBuffer(group);
        if (Errors.are(buffer)) {
            return;
        }
        DiskGroup descriptor = volume.group(buffer, group);
        Buffer map = volume.readSurely(descriptor.blockBitmap);
        if (!Errors.are(map)) {
            int bit = block - volume.firstBlockOf(group);
            if (!Bits.isSet(map.data, bit) || isReserved(volume, descriptor, block)) {
                volume.complain().text("a file has block ").decimal(block)
                        .text(", which is free or not a file's").end();
            } else {
                Bits.clear(map.data, bit);
                map.markDirty();
                descriptor.freeBlocks++;
                buffer.markDirty();
                volume.disk.freeBlocks++;
                volume.superBuffer.markDirty();
            }
            map.release();
        }
        buffer.release();
    }
}

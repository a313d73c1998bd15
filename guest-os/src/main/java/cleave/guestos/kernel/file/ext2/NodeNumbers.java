package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.Inode;

/** Numbers of inodes that are taken and given back; the volume's lock is held. */
final class NodeNumbers {
    private NodeNumbers() {
    }

    /**
     * Takes a number: that of a file near its directory, that of a directory in a group with much
     * room, so that its files will have it. Or {@code -ENOSPC}, or an error.
     */
    static int take(Volume volume, Inode parent, int mode) {
        boolean directory = FileMode.isDirectory(mode);
        int group = (parent.number - 1) / volume.disk.inodesPerGroup;
        if (directory) {
            int roomy = roomiest(volume, group);
            group = roomy < 0 ? group : roomy;
        }
        for (int i = 0; i < volume.groups; i++) {
            int result = takeIn(volume, group, directory);
            if (result != 0) {
                return result;
            }
            group = group + 1 == volume.groups ? 0 : group + 1;
        }
        return -Errno.ENOSPC;
    }

    /** The group with the most free blocks among those with free inodes above average. */
    private static int roomiest(Volume volume, int near) {
        int average = Integer.divideUnsigned(volume.disk.freeInodes, volume.groups);
        int best = -1;
        int bestFree = -1;
        for (int i = 0; i < volume.groups; i++) {
            int group = (near + i) % volume.groups;
            Buffer buffer = volume.groupBuffer(group);
            if (Errors.are(buffer)) {
                return -1;
            }
            DiskGroup descriptor = volume.group(buffer, group);
            int inodes = descriptor.freeInodes & 0xffff;
            int blocks = descriptor.freeBlocks & 0xffff;
            buffer.release();
            if (inodes != 0 && inodes >= average && blocks > bestFree) {
                best = group;
                bestFree = blocks;
            }
        }
        return best;
    }

    private static int takeIn(Volume volume, int group, boolean directory) {
        Buffer buffer = volume.groupBuffer(group);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        DiskGroup descriptor = volume.group(buffer, group);
        int result = 0;
        if (descriptor.freeInodes != 0) {
            result = takeBit(volume, group, descriptor);
        }
        if (result > 0) {
            descriptor.freeInodes--;
            if (directory) {
                descriptor.directories++;
            }
            buffer.markDirty();
            volume.disk.freeInodes--;
            volume.superBuffer.markDirty();
        }
        buffer.release();
        return result;
    }

    private static int takeBit(Volume volume, int group, DiskGroup descriptor) {
        Buffer map = volume.read(descriptor.inodeBitmap);
        if (Errors.are(map)) {
            return Errors.of(map);
        }
        int end = volume.disk.inodesPerGroup;
        int from = group == 0 ? volume.firstInode - 1 : 0;
        int result = 0;
        int bit = Bits.firstClear(map.data, from, end);
        while (bit < end && result == 0) {
            Bits.set(map.data, bit);
            map.markDirty();
            int number = group * volume.disk.inodesPerGroup + bit + 1;
            int used = isUsed(volume, number);
            if (used < 0) {
                Bits.clear(map.data, bit);
            }
            result = used < 0 ? used : used == 0 ? number : 0;
            bit = Bits.firstClear(map.data, bit, end);
        }
        map.release();
        return result;
    }

    /** Whether a file has the number that the bitmap has as free: 1 or 0, or an error. */
    private static int isUsed(Volume volume, int number) {
        Buffer buffer = volume.inodeBuffer(number);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        DiskInode disk = volume.inode(buffer, number);
        boolean used = disk.links != 0 && disk.mode != 0 && disk.deleted == 0;
        buffer.release();
        if (used) {
            volume.complain().text("inode ").decimal(number).text(" is in use, and marked as free")
                    .end();
        }
        return used ? 1 : 0;
    }

    /** Gives a number back. */
    static void give(Volume volume, int number, boolean directory) {
        int group = (number - 1) / volume.disk.inodesPerGroup;
        Buffer buffer = volume.groupBuffer(group);
        if (Errors.are(buffer)) {
            return;
        }
        DiskGroup descriptor = volume.group(buffer, group);
        Buffer map = volume.readSurely(descriptor.inodeBitmap);
        if (!Errors.are(map)) {
            int bit = (number - 1) % volume.disk.inodesPerGroup;
            if (Bits.isSet(map.data, bit)) {
                Bits.clear(map.data, bit);
                map.markDirty();
                descriptor.freeInodes++;
                if (directory) {
                    descriptor.directories--;
                }
                buffer.markDirty();
                volume.disk.freeInodes++;
                volume.superBuffer.markDirty();
            } else {
                volume.complain().text("inode ").decimal(number).text(" is free already").end();
            }
            map.release();
        }
        buffer.release();
    }
}

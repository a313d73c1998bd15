package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.Superblock;
import cleave.magic.Struct;

/** What a disk must be for it to be mounted; it is believed in nothing. */
final class Checks {
    private static final int SMALLEST_SHIFT = 10;
    private static final int LARGEST_LOG = 2;
    private static final int SECTORS_OF_SUPERBLOCK = 4;
    private static final int OLD_FIRST_INODE = 11;

    private Checks() {
    }

    /** Says why a disk is not mounted. */
    static int refuse(Volume volume, String why) {
        Log.line().text("ext2: ").text(volume.device.name).text(" is not mounted: ").text(why)
                .end();
        return -Errno.EINVAL;
    }

    /** Reads the superblock, and keeps its buffer: 0 or an error. */
    static int readSuperblock(Volume volume, int offset) {
        if (volume.device.sectors < SECTORS_OF_SUPERBLOCK) {
            return refuse(volume, "it is too small");
        }
        // Whatever the size of blocks is, it is in the second KiB.
        Buffer probe = BufferCache.read(volume.device, offset >>> SMALLEST_SHIFT, offset);
        if (Errors.are(probe)) {
            return Errors.of(probe);
        }
        DiskSuperblock disk = Struct.at(probe.data, DiskSuperblock.class);
        int result = disk.magic != (short) DiskSuperblock.MAGIC
                ? refuse(volume, "there is no superblock of ext2 at byte 1024")
                : Integer.compareUnsigned(disk.logBlockSize, LARGEST_LOG) > 0
                        ? refuse(volume, "its blocks are larger than 4 KiB") : 0;
        int log = disk.logBlockSize;
        probe.release();
        BufferCache.drop(volume.device);
        if (result < 0) {
            return result;
        }
        volume.blockShift = SMALLEST_SHIFT + log;
        volume.blockSize = 1 << volume.blockShift;
        Buffer buffer = BufferCache.read(volume.device, offset >>> volume.blockShift,
                volume.blockSize);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        volume.superBuffer = buffer;
        volume.disk = Struct.at(buffer.data.plus(offset & volume.blockSize - 1),
                DiskSuperblock.class);
        return geometry(volume);
    }

    private static int geometry(Volume volume) {
        DiskSuperblock disk = volume.disk;
        int bitsOfBlock = volume.blockSize * Byte.SIZE;
        volume.inodeSize = disk.revision == 0 ? DiskInode.SMALL : disk.inodeSize & 0xffff;
        volume.firstInode = disk.revision == 0 ? OLD_FIRST_INODE : disk.firstInode;
        if (volume.inodeSize < DiskInode.SMALL || volume.inodeSize > volume.blockSize
                || (volume.inodeSize & volume.inodeSize - 1) != 0) {
            return refuse(volume, "the size of its inodes makes no sense");
        }
        if (disk.firstDataBlock != (volume.blockShift == SMALLEST_SHIFT ? 1 : 0)) {
            return refuse(volume, "its first block is the wrong one");
        }
        if (disk.blocksPerGroup <= 0 || disk.blocksPerGroup > bitsOfBlock
                || disk.inodesPerGroup <= 0 || disk.inodesPerGroup > bitsOfBlock
                || (disk.inodesPerGroup & volume.blockSize / volume.inodeSize - 1) != 0) {
            return refuse(volume, "the size of its groups makes no sense");
        }
        if (disk.blocks <= disk.firstDataBlock + 1 || disk.blocks < 0) {
            return refuse(volume, "its number of blocks makes no sense");
        }
        int sectorShift = volume.blockShift - BlockDevice.SECTOR_SHIFT;
        if (disk.blocks > volume.device.sectors >>> sectorShift) {
            return refuse(volume, "it has more blocks than the disk: was the image cut?");
        }
        int last = disk.blocks - disk.firstDataBlock - 1;
        volume.groups = last / disk.blocksPerGroup + 1;
        volume.groupTable = disk.firstDataBlock + 1;
        volume.firstOfFiles = volume.groupTable
                + (volume.groups * DiskGroup.BYTES - 1 >>> volume.blockShift) + 1;
        if ((long) volume.groups * disk.inodesPerGroup != disk.inodes
                || volume.firstInode < OLD_FIRST_INODE || volume.firstInode > disk.inodes) {
            return refuse(volume, "its number of inodes makes no sense");
        }
        return 0;
    }

    /** Compares what the disk needs with what there is here. */
    static int features(Superblock superblock, Volume volume) {
        int unknown = volume.disk.revision == 0 ? 0
                : volume.disk.incompatible & ~DiskSuperblock.KNOWN;
        if (unknown != 0) {
            Log.line().text("ext2: ").text(volume.device.name)
                    .text(" needs features that ext2 has not (incompatible 0x").hex(unknown)
                    .text("): make it with mke2fs -t ext2, or run e2fsck on it").end();
            return -Errno.EINVAL;
        }
        return superblock.isReadOnly() ? 0 : mayWrite(volume);
    }

    /** Whether it can be written without harm. */
    static int mayWrite(Volume volume) {
        int unknown = volume.disk.revision == 0 ? 0
                : volume.disk.readOnlyCompatible & ~DiskSuperblock.KNOWN_TO_WRITE;
        if (unknown != 0) {
            Log.line().text("ext2: ").text(volume.device.name)
                    .text(" has features that only reading leaves whole (0x").hex(unknown)
                    .text("): mount it read-only").end();
            return -Errno.EROFS;
        }
        return 0;
    }

    private static boolean isInside(Volume volume, int group, int block, int count) {
        int first = block - volume.firstBlockOf(group);
        return volume.isBlock(block) && first >= 0 && first + count <= volume.blocksOf(group);
    }

    private static boolean isApart(int block, int table, int count) {
        return Integer.compareUnsigned(block - table, count) >= 0;
    }

    /** Looks whether bitmaps and tables of all groups lie where such things can. */
    static int groups(Volume volume) {
        int tableBlocks = volume.disk.inodesPerGroup * volume.inodeSize >>> volume.blockShift;
        int freeBlocks = 0;
        int freeInodes = 0;
        for (int group = 0; group < volume.groups; group++) {
            Buffer buffer = volume.groupBuffer(group);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            DiskGroup descriptor = volume.group(buffer, group);
            boolean sound = isInside(volume, group, descriptor.blockBitmap, 1)
                    && isInside(volume, group, descriptor.inodeBitmap, 1)
                    && isInside(volume, group, descriptor.inodeTable, tableBlocks);
            boolean apart = descriptor.blockBitmap != descriptor.inodeBitmap
                    && isApart(descriptor.blockBitmap, descriptor.inodeTable, tableBlocks)
                    && isApart(descriptor.inodeBitmap, descriptor.inodeTable, tableBlocks);
            freeBlocks += descriptor.freeBlocks & 0xffff;
            freeInodes += descriptor.freeInodes & 0xffff;
            buffer.release();
            if (!sound) {
                return refuse(volume, "a group has its bitmaps or inodes outside of it");
            }
            if (!apart) {
                return refuse(volume, "a group has its bitmaps or inodes in the same place");
            }
        }
        // Kernels bring these to the disk when it suits them.
        volume.disk.freeBlocks = freeBlocks;
        volume.disk.freeInodes = freeInodes;
        return 0;
    }
}

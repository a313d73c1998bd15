package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.DiskErrors;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Lock;
import cleave.guestos.kernel.file.Superblock;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Panic;
import cleave.magic.Struct;

/** A mounted file system. */
final class Volume extends Struct {
    /** Levels of the tree of blocks, that of the inode included. */
    static final int LEVELS = 4;
    private static final int ATTEMPTS = 3;

    BlockDevice device;
    Superblock superblock;
    /** One of the values of {@link DiskSuperblock#errors}. */
    int onError;
    /** The block with the superblock, held as long as it is mounted. */
    Buffer superBuffer;
    DiskSuperblock disk;
    int blockSize;
    int blockShift;
    int inodeSize;
    int firstInode;
    int groups;
    /** The block where descriptors of groups begin. */
    int groupTable;
    /** The first block behind them. */
    int firstOfFiles;
    /** Where the next generation of inodes comes from. */
    int generation;
    @Embedded
    Lock lock;
    /** The way to a block: an index for each level. */
    @Inline(LEVELS)
    int[] way;

    static Volume of(Superblock superblock) {
        return Struct.at(superblock.data, Volume.class);
    }

    static Volume of(Inode inode) {
        return Struct.at(inode.superblock.data, Volume.class);
    }

    /** The block, held for the caller; or an error. */
    Buffer read(int block) {
        Buffer buffer = BufferCache.read(device, block, blockSize);
        if (Errors.are(buffer) && Errors.of(buffer) == -Errno.EIO) {
            markDamaged();
        }
        return buffer;
    }

    /**
     * As {@link #read}, for those who cannot go back any more: a disk that fails once need not fail
     * again.
     */
    Buffer readSurely(int block) {
        Buffer buffer = read(block);
        for (int i = 1; i < ATTEMPTS && Errors.are(buffer); i++) {
            buffer = read(block);
        }
        return buffer;
    }

    boolean hasFileTypes() {
        return (disk.incompatible & DiskSuperblock.FILE_TYPES) != 0;
    }

    /** Whether the number is one of a block behind superblock and descriptors of groups. */
    boolean isBlock(int number) {
        return Integer.compareUnsigned(number, firstOfFiles) >= 0
                && Integer.compareUnsigned(number, disk.blocks) < 0;
    }

    int groupOf(int block) {
        return Integer.divideUnsigned(block - disk.firstDataBlock, disk.blocksPerGroup);
    }

    int firstBlockOf(int group) {
        return disk.firstDataBlock + group * disk.blocksPerGroup;
    }

    /** Blocks of a group; the last one may have fewer. */
    int blocksOf(int group) {
        int rest = disk.blocks - firstBlockOf(group);
        return Integer.compareUnsigned(rest, disk.blocksPerGroup) < 0 ? rest
                : disk.blocksPerGroup;
    }

    /** The block with a group's descriptor, held for the caller; or an error. */
    Buffer groupBuffer(int group) {
        return readSurely(groupTable + group * DiskGroup.BYTES / blockSize);
    }

    /** The descriptor in that block. */
    DiskGroup group(Buffer buffer, int group) {
        return Struct.at(buffer.data.plus(group * DiskGroup.BYTES & blockSize - 1),
                DiskGroup.class);
    }

    /** The block with an inode of the table, held for the caller; or an error. */
    Buffer inodeBuffer(int number) {
        int group = (number - 1) / disk.inodesPerGroup;
        Buffer groupBuffer = groupBuffer(group);
        if (Errors.are(groupBuffer)) {
            return groupBuffer;
        }
        int table = group(groupBuffer, group).inodeTable;
        groupBuffer.release();
        int offset = (number - 1) % disk.inodesPerGroup * inodeSize;
        return readSurely(table + (offset >>> blockShift));
    }

    /** The inode in that block. */
    DiskInode inode(Buffer buffer, int number) {
        int offset = (number - 1) % disk.inodesPerGroup * inodeSize;
        return Struct.at(buffer.data.plus(offset & blockSize - 1), DiskInode.class);
    }

    /** Begins a message about damage, which the disk is marked with; the caller ends it. */
    Log complain() {
        markDamaged();
        return DiskErrors.line().text("ext2: ").text(device.name)
                .text(" is damaged, check it with e2fsck: ");
    }

    /**
     * Something is wrong, or could not be read or written: the disk says so from now on, and
     * nothing else is written to it if that was wanted.
     */
    void markDamaged() {
        if (superblock.isReadOnly()) {
            return;
        }
        if ((disk.state & DiskSuperblock.DAMAGED) == 0) {
            disk.state |= DiskSuperblock.DAMAGED;
            superBuffer.markDirty();
            superblock.touch();
        }
        if (onError == DiskSuperblock.PANIC_ON_ERROR) {
            Panic.stop("a file system mounted with errors=panic has one");
        }
        if (onError == DiskSuperblock.READ_ONLY_ON_ERROR) {
            Log.line().text("ext2: ").text(device.name)
                    .text(" has an error, and is read-only from now on").end();
            superblock.abort();
        }
    }
}

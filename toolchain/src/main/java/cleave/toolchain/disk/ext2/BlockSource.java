package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Blocks of block numbers; the last one of each level is remembered. */
final class BlockSource {
    private static final int LEVELS = 6;

    private final DiskBytes disk;
    private final Superblock superblock;
    private final Inode inode;
    private final long[] numbers = new long[LEVELS];
    private final ByteBuffer[] blocks = new ByteBuffer[LEVELS];

    BlockSource(DiskBytes disk, Superblock superblock, Inode inode) {
        this.disk = disk;
        this.superblock = superblock;
        this.inode = inode;
        Arrays.fill(numbers, -1);
    }

    /** A block number as it is on the disk, after it was found to be one of the file system's. */
    long check(int number) throws DiskException {
        return check(number & 0xffff_ffffL, 1);
    }

    long check(long number, long count) throws DiskException {
        if (number != 0 && (number < superblock.firstDataBlock()
                || number > superblock.blocks() - count)) {
            throw damaged("refers to block " + number + " of " + superblock.blocks());
        }
        return number;
    }

    ByteBuffer block(long number, int level) throws IOException {
        if (numbers[level] != number) {
            blocks[level] = disk.read(number * superblock.blockSize(), superblock.blockSize());
            numbers[level] = number;
        }
        return blocks[level];
    }

    DiskException damaged(String how) {
        return disk.damaged("inode " + inode.number() + " " + how);
    }
}

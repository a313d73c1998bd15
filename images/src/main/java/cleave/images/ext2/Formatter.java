package cleave.images.ext2;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Feature;
import cleave.toolchain.disk.ext2.GroupDescriptor;
import cleave.toolchain.disk.ext2.Structure;
import cleave.toolchain.disk.ext2.Superblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Makes an empty ext2 file system, without even a root: superblock, descriptors, bitmaps. The disk
 * must be all zeros. A last group too short to be worth its bookkeeping is left out.
 */
final class Formatter {
    /** Blocks that a group must have beyond its bookkeeping. */
    private static final int LEAST_DATA = 8;
    private static final long SMALL_DISK = 512L << 20;
    private static final int BYTES_PER_INODE = 4096;
    private static final int BYTES_PER_INODE_LARGE = 16_384;

    private final Disk disk;
    private final Format format;
    private final Superblock superblock;

    private Formatter(Disk disk, Format format) {
        this.disk = disk;
        this.format = format;
        this.superblock = new Superblock(little(Superblock.SIZE));
    }

    static void format(Disk disk, Format format) throws IOException {
        new Formatter(disk, format).format();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void format() throws IOException {
        plan();
        ByteBuffer descriptors = little((int) superblock.descriptorBlocks() * format.blockSize());
        for (long group = 0; group < superblock.groups(); group++) {
            GroupDescriptor descriptor = new GroupDescriptor(descriptors.slice(
                    (int) group * Superblock.SMALL_DESCRIPTOR, Superblock.SMALL_DESCRIPTOR)
                    .order(ByteOrder.LITTLE_ENDIAN));
            group(group, descriptor);
        }
        disk.write((superblock.firstDataBlock() + 1) * format.blockSize(), descriptors);
        disk.write(Superblock.PLACE, superblock.bytes().duplicate());
    }

    /** Decides how many groups and inodes there are. */
    private void plan() throws DiskException {
        int blockSize = format.blockSize();
        long perGroup = blockSize * 8L;
        long blocks = disk.size() / blockSize;
        long first = blockSize == 1024 ? 1 : 0;
        fixed();
        superblock.set(Ext2Field.S_FIRST_DATA_BLOCK, first);
        superblock.set(Ext2Field.S_LOG_BLOCK_SIZE, Integer.numberOfTrailingZeros(blockSize) - 10);
        superblock.set(Ext2Field.S_LOG_FRAG_SIZE, Integer.numberOfTrailingZeros(blockSize) - 10);
        superblock.set(Ext2Field.S_BLOCKS_PER_GROUP, perGroup);
        superblock.set(Ext2Field.S_FRAGS_PER_GROUP, perGroup);
        if (blocks > 0xffff_ffffL) {
            throw new DiskException(disk.name() + " is too large for blocks of " + blockSize
                    + " bytes: choose a larger --block-size, or a smaller --size");
        }
        for (;;) {
            if (blocks <= first) {
                throw tooSmall();
            }
            superblock.set(Ext2Field.S_BLOCKS_COUNT, blocks);
            long groups = superblock.groups();
            long wanted = disk.size() / (disk.size() < SMALL_DISK ? BYTES_PER_INODE
                    : BYTES_PER_INODE_LARGE);
            long perBlock = blockSize / format.inodeSize();
            long inodes = (Math.max(wanted / groups, 16) + perBlock - 1) / perBlock * perBlock;
            inodes = Math.min((inodes + 7) / 8 * 8, perGroup);
            superblock.set(Ext2Field.S_INODES_PER_GROUP, inodes);
            superblock.set(Ext2Field.S_INODES_COUNT, inodes * groups);
            long last = superblock.blocksIn(groups - 1);
            if (last >= overhead(groups - 1) + LEAST_DATA) {
                return;
            }
            if (groups == 1) {
                throw tooSmall();
            }
            blocks -= last;
        }
    }

    private DiskException tooSmall() {
        return new DiskException(disk.name() + " would be too small for a file system: give it "
                + "--size 256K or more");
    }

    private void fixed() {
        superblock.set(Ext2Field.S_MAGIC, Superblock.MAGIC);
        superblock.set(Ext2Field.S_MTIME, 0);
        superblock.set(Ext2Field.S_WTIME, format.time());
        superblock.set(Ext2Field.S_MKFS_TIME, format.time());
        superblock.set(Ext2Field.S_LASTCHECK, format.time());
        superblock.set(Ext2Field.S_MAX_MNT_COUNT, 0xffff);
        superblock.set(Ext2Field.S_STATE, 1);
        superblock.set(Ext2Field.S_ERRORS, 1);
        superblock.set(Ext2Field.S_REV_LEVEL, 1);
        superblock.set(Ext2Field.S_FIRST_INO, Superblock.OLD_FIRST_INODE);
        superblock.set(Ext2Field.S_INODE_SIZE, format.inodeSize());
        superblock.set(Ext2Field.S_FEATURE_INCOMPAT, Feature.FILETYPE.bit());
        superblock.set(Ext2Field.S_FEATURE_RO_COMPAT,
                Feature.SPARSE_SUPER.bit() | Feature.LARGE_FILE.bit());
        superblock.setBytes(Ext2Field.S_VOLUME_NAME,
                format.label().getBytes(StandardCharsets.UTF_8));
    }

    private long copies(long group) {
        return superblock.hasCopy(group) ? 1 + superblock.descriptorBlocks() : 0;
    }

    private long overhead(long group) {
        return copies(group) + 2 + superblock.inodeTableBlocks();
    }

    private void group(long group, GroupDescriptor descriptor) throws IOException {
        long bitmaps = superblock.firstBlock(group) + copies(group);
        descriptor.set(Ext2Field.BG_BLOCK_BITMAP, bitmaps);
        descriptor.set(Ext2Field.BG_INODE_BITMAP, bitmaps + 1);
        descriptor.set(Ext2Field.BG_INODE_TABLE, bitmaps + 2);
        long blocks = superblock.blocksIn(group);
        long used = overhead(group);
        long reserved = group == 0 ? superblock.firstInode() - 1 : 0;
        count(descriptor, Ext2Field.BG_FREE_BLOCKS_COUNT, Ext2Field.S_FREE_BLOCKS_COUNT,
                blocks - used);
        count(descriptor, Ext2Field.BG_FREE_INODES_COUNT, Ext2Field.S_FREE_INODES_COUNT,
                superblock.inodesPerGroup() - reserved);
        disk.write(bitmaps * format.blockSize(), bitmap(used, blocks));
        disk.write((bitmaps + 1) * format.blockSize(),
                bitmap(reserved, superblock.inodesPerGroup()));
    }

    private void count(Structure group, Ext2Field ofGroup, Ext2Field ofAll, long number) {
        group.set(ofGroup, number);
        superblock.set(ofAll, superblock.get(ofAll) + number);
    }

    /** A bitmap with the first {@code used} bits set, and those behind {@code all}. */
    private ByteBuffer bitmap(long used, long all) {
        ByteBuffer bitmap = ByteBuffer.allocate(format.blockSize());
        for (int i = 0; i < format.blockSize() * 8; i++) {
            if (i < used || i >= all) {
                bitmap.put(i >> 3, (byte) (bitmap.get(i >> 3) | 1 << (i & 7)));
            }
        }
        return bitmap;
    }
}

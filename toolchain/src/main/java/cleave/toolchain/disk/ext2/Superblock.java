package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The superblock: how large everything is. Refuses one that contradicts itself or the disk. */
public final class Superblock implements Structure {
    /** Where it lies, in bytes, and how many it has. */
    public static final int PLACE = 1024;
    public static final int SIZE = 1024;
    public static final int MAGIC = 0xef53;
    public static final int OLD_INODE_SIZE = 128;
    public static final int OLD_FIRST_INODE = 11;
    public static final int SMALL_DESCRIPTOR = 32;
    /** Block sizes are 1024 shifted by at most this. */
    private static final int SHIFT_MOST = 6;

    private final ByteBuffer bytes;

    /** @param bytes 1024 of them */
    public Superblock(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static Superblock read(DiskBytes disk) throws IOException {
        Superblock superblock = new Superblock(disk.read(PLACE, SIZE));
        superblock.check(disk);
        return superblock;
    }

    private void check(DiskBytes disk) throws DiskException {
        long shift = get(Ext2Field.S_LOG_BLOCK_SIZE);
        if (shift > SHIFT_MOST) {
            throw damaged(disk, "its block size is 1024 << " + shift);
        }
        if (get(Ext2Field.S_INODES_PER_GROUP) == 0 || get(Ext2Field.S_BLOCKS_PER_GROUP) == 0) {
            throw damaged(disk, "its block groups are empty");
        }
        if (inodeSize() < OLD_INODE_SIZE || inodeSize() > blockSize()
                || Integer.bitCount(inodeSize()) != 1) {
            throw damaged(disk, "its inodes have " + inodeSize() + " bytes");
        }
        if (firstDataBlock() != (blockSize() == 1024 ? 1 : 0)
                && !Feature.BIGALLOC.isIn(this)) {
            throw damaged(disk, "its first block is " + firstDataBlock());
        }
        if (blocks() <= firstDataBlock()) {
            throw damaged(disk, "it has " + blocks() + " blocks");
        }
        if (inodes() > groups() * inodesPerGroup() || inodes() < OLD_FIRST_INODE) {
            throw damaged(disk, "it has " + inodes() + " inodes in " + groups() + " groups of "
                    + inodesPerGroup());
        }
        List<String> obstacles = Feature.obstacles(this, Feature.Use.READ);
        if (!obstacles.isEmpty()) {
            throw new DiskException(disk.name() + " is an ext4 file system with features that "
                    + "cannot be read here (" + String.join(", ", obstacles) + "): copy its files "
                    + "to one made by mke2fs -t ext2");
        }
    }

    private static DiskException damaged(DiskBytes disk, String how) {
        return new DiskException(disk.name() + " has a damaged superblock: " + how
                + ": repair it with e2fsck, or build it again");
    }

    @Override
    public ByteBuffer bytes() {
        return bytes;
    }

    private boolean isDynamic() {
        return get(Ext2Field.S_REV_LEVEL) != 0;
    }

    int features(boolean incompatible) {
        return isDynamic() ? (int) get(incompatible ? Ext2Field.S_FEATURE_INCOMPAT
                : Ext2Field.S_FEATURE_RO_COMPAT) : 0;
    }

    public boolean has(Feature feature) {
        return feature.isIn(this);
    }

    /** The names of the features because of which the file system must not be written. */
    public List<String> obstaclesToWriting() {
        return Feature.obstacles(this, Feature.Use.WRITE);
    }

    /** Bytes. */
    public int blockSize() {
        return 1024 << (int) get(Ext2Field.S_LOG_BLOCK_SIZE);
    }

    public long blocks() {
        long low = get(Ext2Field.S_BLOCKS_COUNT);
        return has(Feature.BITS_64) ? low | get(Ext2Field.S_BLOCKS_COUNT_HI) << Integer.SIZE : low;
    }

    /** The block of the superblock: 1 where blocks have 1024 bytes, otherwise 0. */
    public long firstDataBlock() {
        return get(Ext2Field.S_FIRST_DATA_BLOCK);
    }

    public long blocksPerGroup() {
        return get(Ext2Field.S_BLOCKS_PER_GROUP);
    }

    public long inodes() {
        return get(Ext2Field.S_INODES_COUNT);
    }

    public long inodesPerGroup() {
        return get(Ext2Field.S_INODES_PER_GROUP);
    }

    public long groups() {
        return (blocks() - firstDataBlock() + blocksPerGroup() - 1) / blocksPerGroup();
    }

    /** Bytes. */
    public int inodeSize() {
        return isDynamic() ? (int) get(Ext2Field.S_INODE_SIZE) : OLD_INODE_SIZE;
    }

    /** The first inode that is not reserved. */
    public long firstInode() {
        return isDynamic() ? get(Ext2Field.S_FIRST_INO) : OLD_FIRST_INODE;
    }

    /** Bytes of a group descriptor. */
    public int descriptorSize() {
        return has(Feature.BITS_64)
                ? Math.max(SMALL_DESCRIPTOR, (int) get(Ext2Field.S_DESC_SIZE)) : SMALL_DESCRIPTOR;
    }

    /** Whether a group begins with copies of superblock and descriptors. */
    public boolean hasCopy(long group) {
        return !has(Feature.SPARSE_SUPER) || group <= 1 || isPower(group, 3) || isPower(group, 5)
                || isPower(group, 7);
    }

    private static boolean isPower(long number, int base) {
        long power = base;
        while (power < number) {
            power *= base;
        }
        return power == number;
    }

    /** The first block of a group. */
    public long firstBlock(long group) {
        return firstDataBlock() + group * blocksPerGroup();
    }

    /** Blocks of a group: the last may be short. */
    public long blocksIn(long group) {
        return Math.min(blocksPerGroup(), blocks() - firstBlock(group));
    }

    /** Blocks that the descriptors of all groups fill. */
    public long descriptorBlocks() {
        return (groups() * descriptorSize() + blockSize() - 1) / blockSize();
    }

    /** Blocks of a group's part of the inode table. */
    public long inodeTableBlocks() {
        return (inodesPerGroup() * inodeSize() + blockSize() - 1) / blockSize();
    }
}

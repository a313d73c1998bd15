package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.DiskBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the blocks of a file lie: 12 block numbers in the inode, then one, two and three levels of
 * blocks of block numbers; or, in ext4, extents.
 */
public final class BlockMap {
    public static final int DIRECT = 12;
    public static final int LEVELS = 3;

    private final BlockSource source;
    private final Inode inode;
    private final int perBlock;

    public BlockMap(DiskBytes disk, Superblock superblock, Inode inode) {
        this.source = new BlockSource(disk, superblock, inode);
        this.inode = inode;
        this.perBlock = superblock.blockSize() / Integer.BYTES;
    }

    /** Blocks of the largest file that a block map can describe. */
    public static long mostBlocks(int blockSize) {
        long perBlock = blockSize / Integer.BYTES;
        return DIRECT + perBlock + perBlock * perBlock + perBlock * perBlock * perBlock;
    }

    /** What is at block {@code index} of the file. */
    public Run find(long index) throws IOException {
        if (inode.hasFlag(Inode.FLAG_EXTENTS)) {
            return new ExtentTree(source).find(inode.map(), index, 0);
        }
        if (index < DIRECT) {
            return new Run(source.check(inode.map().getInt((int) index * Integer.BYTES)), 1);
        }
        long rest = index - DIRECT;
        long covered = perBlock;
        for (int level = 0; level < LEVELS; level++) {
            if (rest < covered) {
                return descend(inode.map().getInt((DIRECT + level) * Integer.BYTES), covered,
                        rest);
            }
            rest -= covered;
            covered *= perBlock;
        }
        throw source.damaged("is larger than its block map can be");
    }

    private Run descend(int root, long rootCovers, long rest) throws IOException {
        long block = source.check(root);
        long covered = rootCovers;
        long within = rest;
        int level = 0;
        while (covered > 1 && block != 0) {
            covered /= perBlock;
            ByteBuffer numbers = source.block(block, level++);
            block = source.check(numbers.getInt((int) (within / covered) * Integer.BYTES));
            within %= covered;
        }
        return new Run(block, block == 0 ? covered - within : 1);
    }
}

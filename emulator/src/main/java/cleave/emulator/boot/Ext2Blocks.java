package cleave.emulator.boot;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the blocks of a file lie: by block map (ext2, ext3) or by extents (ext4). */
final class Ext2Blocks {
    private static final int DIRECT = 12;
    private static final int LEVELS = 3;
    private static final int EXTENT_MAGIC = 0xf30a;
    private static final int EXTENT_SIZE = 12;
    private static final int EXTENT_DEPTH_MOST = 5;
    /** Longer extents are of unwritten blocks, which read as zero. */
    private static final int WRITTEN_MOST = 0x8000;

    private final DiskBytes disk;
    private final int blockSize;
    private final Ext2Inode inode;
    private long cachedBlock = -1;
    private ByteBuffer cached;

    Ext2Blocks(DiskBytes disk, int blockSize, Ext2Inode inode) {
        this.disk = disk;
        this.blockSize = blockSize;
        this.inode = inode;
    }

    /** The block of the disk that holds block {@code index} of the file; 0 for a hole. */
    long physical(int index) throws IOException {
        return inode.hasExtents() ? byExtents(inode.map(), index & 0xffff_ffffL, 0)
                : byMap(index);
    }

    private long byMap(long index) throws IOException {
        if (index < DIRECT) {
            return inode.map().getInt((int) index * 4) & 0xffff_ffffL;
        }
        long perBlock = blockSize / 4;
        long rest = index - DIRECT;
        long covered = perBlock;
        for (int level = 0; level < LEVELS; level++) {
            if (rest < covered) {
                return descend(inode.map().getInt((DIRECT + level) * 4) & 0xffff_ffffL, covered,
                        rest);
            }
            rest -= covered;
            covered *= perBlock;
        }
        throw disk.damaged("a file is larger than its block map can be");
    }

    private long descend(long root, long rootCovers, long rest) throws IOException {
        long block = root;
        long covered = rootCovers;
        long within = rest;
        while (covered > 1 && block != 0) {
            covered /= blockSize / 4;
            block = block(block).getInt((int) (within / covered) * 4) & 0xffff_ffffL;
            within %= covered;
        }
        return block;
    }

    private ByteBuffer block(long number) throws IOException {
        if (number != cachedBlock) {
            cached = disk.read(number * blockSize, blockSize);
            cachedBlock = number;
        }
        return cached;
    }

    private long byExtents(ByteBuffer node, long index, int level) throws IOException {
        int entries = node.getShort(2) & 0xffff;
        int depth = node.getShort(6) & 0xffff;
        boolean fits = (entries + 1) * EXTENT_SIZE <= node.limit();
        if ((node.getShort(0) & 0xffff) != EXTENT_MAGIC || !fits || level > EXTENT_DEPTH_MOST) {
            throw disk.damaged("a file has a broken extent tree");
        }
        int at = -1;
        for (int i = 1; i <= entries; i++) {
            if ((node.getInt(i * EXTENT_SIZE) & 0xffff_ffffL) <= index) {
                at = i * EXTENT_SIZE;
            }
        }
        if (at < 0) {
            return 0;
        }
        if (depth > 0) {
            long child = node.getInt(at + 4) & 0xffff_ffffL
                    | (node.getShort(at + 8) & 0xffffL) << Integer.SIZE;
            return byExtents(block(child), index, level + 1);
        }
        long within = index - (node.getInt(at) & 0xffff_ffffL);
        int length = node.getShort(at + 4) & 0xffff;
        if (length > WRITTEN_MOST || within >= length) {
            return 0;
        }
        long start = node.getInt(at + 8) & 0xffff_ffffL
                | (node.getShort(at + 6) & 0xffffL) << Integer.SIZE;
        return start + within;
    }
}

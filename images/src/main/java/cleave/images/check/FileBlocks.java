package cleave.images.check;

import cleave.toolchain.disk.ext2.BlockMap;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Follows the block map of one inode and claims what it finds. Blocks that somebody has already are
 * not followed, so that all inodes together take no longer than the disk is large.
 */
final class FileBlocks {
    private final Ext2FileSystem files;
    private final BlockUse use;
    private final Report report;
    private final Inode inode;
    private final int perBlock;
    /** Blocks that it has, those of block numbers included. */
    private long count;
    /** The last block of the file that is no hole; -1 without any. */
    private long last = -1;
    private long outside;
    private long firstOutside;
    private long shared;
    private long firstShared;
    private int sharer;

    FileBlocks(Ext2FileSystem files, BlockUse use, Report report, Inode inode) {
        this.files = files;
        this.use = use;
        this.report = report;
        this.inode = inode;
        this.perBlock = files.superblock().blockSize() / Integer.BYTES;
    }

    long count() {
        return count;
    }

    long last() {
        return last;
    }

    /** Whether all its blocks are its own. */
    boolean isSound() {
        return outside == 0 && shared == 0;
    }

    /** Follows the map and reports what is wrong with it. */
    void walk() throws IOException {
        long index = 0;
        for (int slot = 0; slot < BlockMap.DIRECT; slot++) {
            follow(number(inode.map(), slot), 0, index++, 1);
        }
        long covered = perBlock;
        for (int level = 0; level < BlockMap.LEVELS; level++) {
            follow(number(inode.map(), BlockMap.DIRECT + level), level + 1, index, covered);
            index += covered;
            covered *= perBlock;
        }
        if (outside > 0) {
            report.add(inode.number(), WayOut.RESTORE, "it refers to block %d, outside of the "
                    + "file system's %d blocks%s", firstOutside, files.superblock().blocks(),
                    more(outside));
        }
        if (shared > 0) {
            report.add(inode.number(), WayOut.RESTORE, "it has block %d, which %s%s", firstShared,
                    sharer == BlockUse.SYSTEM ? "is the file system's own"
                            : "inode " + Integer.toUnsignedString(sharer) + " has, too",
                    more(shared));
        }
    }

    private static String more(long all) {
        return all > 1 ? " (and " + (all - 1) + " more such)" : "";
    }

    private static long number(ByteBuffer numbers, int slot) {
        return numbers.getInt(slot * Integer.BYTES) & 0xffff_ffffL;
    }

    /** @param covered blocks of the file below this one; 1 for the file's own */
    private void follow(long block, int level, long index, long covered) throws IOException {
        if (block == 0 || !claim(block)) {
            return;
        }
        if (level == 0) {
            last = Math.max(last, index);
            return;
        }
        ByteBuffer numbers = files.block(block);
        long each = covered / perBlock;
        for (int slot = 0; slot < perBlock; slot++) {
            follow(number(numbers, slot), level - 1, index + slot * each, each);
        }
    }

    private boolean claim(long block) {
        if (!use.contains(block)) {
            firstOutside = outside++ == 0 ? block : firstOutside;
            return false;
        }
        count++;
        int before = use.claim(block, inode.number());
        if (before == BlockUse.NOBODY) {
            return true;
        }
        if (shared++ == 0) {
            firstShared = block;
            sharer = before;
        }
        return false;
    }
}

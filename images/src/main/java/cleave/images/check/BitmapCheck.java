package cleave.images.check;

import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.GroupDescriptor;
import cleave.toolchain.disk.ext2.Superblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;

/** Bitmaps and the counts of what is free, against what was found to be in use. */
final class BitmapCheck {
    private final Ext2FileSystem files;
    private final Superblock superblock;
    private final BlockUse use;
    private final InodeTable table;
    private final Report report;
    private long blocksFree;
    private long inodesFree;

    BitmapCheck(Ext2FileSystem files, BlockUse use, InodeTable table, Report report) {
        this.files = files;
        this.superblock = files.superblock();
        this.use = use;
        this.table = table;
        this.report = report;
    }

    private void wrong(String format, Object... values) {
        report.add(0, WayOut.COUNT_AGAIN, format, values);
    }

    void run() throws IOException {
        for (int group = 0; group < superblock.groups(); group++) {
            GroupDescriptor descriptor = files.groups().get(group);
            long first = superblock.firstBlock(group);
            long blocks = superblock.blocksIn(group);
            long free = compare("block", group, files.block(descriptor.blockBitmap()), first,
                    blocks, use::isUsed);
            count(group, "free blocks", descriptor.get(Ext2Field.BG_FREE_BLOCKS_COUNT), free);
            blocksFree += free;
            long perGroup = superblock.inodesPerGroup();
            long firstInode = group * perGroup + 1;
            free = compare("inode", group, files.block(descriptor.inodeBitmap()), firstInode,
                    perGroup, inode -> table.used.get((int) inode));
            count(group, "free inodes", descriptor.get(Ext2Field.BG_FREE_INODES_COUNT), free);
            inodesFree += free;
            count(group, "directories", descriptor.get(Ext2Field.BG_USED_DIRS_COUNT),
                    table.directories.get((int) firstInode, (int) (firstInode + perGroup))
                            .cardinality());
        }
        inAll("blocks", superblock.get(Ext2Field.S_FREE_BLOCKS_COUNT), blocksFree);
        inAll("inodes", superblock.get(Ext2Field.S_FREE_INODES_COUNT), inodesFree);
        report.summarise((superblock.inodes() - inodesFree) + " of " + superblock.inodes()
                + " inodes and " + (superblock.blocks() - blocksFree) + " of "
                + superblock.blocks() + " blocks of " + superblock.blockSize()
                + " bytes are in use");
    }

    /** Kernels count these themselves, and write them when it suits them. */
    private void inAll(String what, long counted, long found) {
        if (counted != found) {
            report.note("the superblock counts " + counted + " free " + what + ", and there are "
                    + found);
        }
    }

    private void count(int group, String what, long counted, long found) {
        if (counted != found) {
            wrong("group %d counts %d %s, and has %d", group, counted, what, found);
        }
    }

    /** How many are free in truth. */
    private long compare(String what, int group, ByteBuffer bitmap, long first, long count,
            LongPredicate used) {
        long free = 0;
        long wronglyFree = 0;
        long wronglyUsed = 0;
        long example = -1;
        for (long i = 0; i < count; i++) {
            boolean marked = (bitmap.get((int) (i >> 3)) & 1 << (i & 7)) != 0;
            boolean truth = used.test(first + i);
            free += truth ? 0 : 1;
            if (marked != truth) {
                wronglyFree += truth ? 1 : 0;
                wronglyUsed += truth ? 0 : 1;
                example = example < 0 ? first + i : example;
            }
        }
        if (example >= 0) {
            wrong("the %s bitmap of group %d is wrong from %s %d on: %d in use are marked free, %d "
                    + "free ones are marked in use", what, group, what, example, wronglyFree,
                    wronglyUsed);
        }
        for (long i = count; i < bitmap.limit() * 8L; i++) {
            if ((bitmap.get((int) (i >> 3)) & 1 << (i & 7)) == 0) {
                wrong("the %s bitmap of group %d marks what is behind its end as free", what,
                        group);
                break;
            }
        }
        return free;
    }
}

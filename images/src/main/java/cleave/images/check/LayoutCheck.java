package cleave.images.check;

import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.GroupDescriptor;
import cleave.toolchain.disk.ext2.Superblock;

/**
 * Superblock and group descriptors: whether they can be true, and where the file system's own
 * blocks lie. Copies of both in later groups are not compared: they may be old.
 */
final class LayoutCheck {
    private static final int STATE_CLEAN = 1;
    private static final int STATE_ERRORS = 2;
    private static final int COMPATIBLE_JOURNAL = 4;

    private final Ext2FileSystem files;
    private final Superblock superblock;
    private final Report report;

    LayoutCheck(Ext2FileSystem files, Report report) {
        this.files = files;
        this.superblock = files.superblock();
        this.report = report;
    }

    private void wrong(String format, Object... values) {
        report.add(0, WayOut.REBUILD, format, values);
    }

    /** Whether the superblock can be trusted; says what is wrong otherwise. */
    boolean superblockIsSound() {
        long size = files.disk().size();
        long blocks = superblock.blocks();
        if (blocks > size / superblock.blockSize()) {
            wrong("the superblock counts %d blocks of %d bytes, and the disk has room for %d: it "
                    + "is truncated, or the superblock is damaged", blocks,
                    superblock.blockSize(), size / superblock.blockSize());
        }
        long bits = superblock.blockSize() * 8L;
        if (superblock.blocksPerGroup() > bits || superblock.inodesPerGroup() > bits
                || superblock.blocksPerGroup() % 8 != 0) {
            wrong("the superblock has groups of %d blocks and %d inodes; a bitmap has %d bits",
                    superblock.blocksPerGroup(), superblock.inodesPerGroup(), bits);
        }
        if (superblock.inodes() != superblock.groups() * superblock.inodesPerGroup()) {
            wrong("the superblock counts %d inodes, and %d groups of %d are %d",
                    superblock.inodes(), superblock.groups(), superblock.inodesPerGroup(),
                    superblock.groups() * superblock.inodesPerGroup());
        }
        if (superblock.firstInode() < Superblock.OLD_FIRST_INODE
                || superblock.firstInode() > superblock.inodes()) {
            wrong("the superblock says that the first file has inode %d of %d",
                    superblock.firstInode(), superblock.inodes());
        }
        if (superblock.get(Ext2Field.S_R_BLOCKS_COUNT) > blocks) {
            wrong("the superblock reserves %d of %d blocks",
                    superblock.get(Ext2Field.S_R_BLOCKS_COUNT), blocks);
        }
        if (superblock.get(Ext2Field.S_LOG_FRAG_SIZE)
                != superblock.get(Ext2Field.S_LOG_BLOCK_SIZE)) {
            wrong("the superblock has fragments of another size than blocks");
        }
        if (superblock.get(Ext2Field.S_FRAGS_PER_GROUP) != superblock.blocksPerGroup()) {
            wrong("the superblock has groups of %d blocks, and of %d fragments",
                    superblock.blocksPerGroup(), superblock.get(Ext2Field.S_FRAGS_PER_GROUP));
        }
        long journal = superblock.get(Ext2Field.S_JOURNAL_INUM);
        boolean hasOne = (superblock.get(Ext2Field.S_FEATURE_COMPAT) & COMPATIBLE_JOURNAL) != 0;
        if (hasOne != (journal != 0)) {
            wrong("the superblock has %s, and has it in inode %d", hasOne ? "a journal"
                    : "no journal", journal);
        }
        long state = superblock.get(Ext2Field.S_STATE);
        if ((state & STATE_ERRORS) != 0) {
            report.note("a kernel has seen errors in it");
        } else if ((state & STATE_CLEAN) == 0) {
            report.note("it was not unmounted; what was written last may be missing");
        }
        return report.isClean();
    }

    /** Claims the file system's own blocks; whether all lie where they can. */
    boolean claim(BlockUse use) {
        for (int group = 0; group < superblock.groups(); group++) {
            if (superblock.hasCopy(group)) {
                range(use, group, "superblock and descriptors", superblock.firstBlock(group),
                        1 + superblock.descriptorBlocks());
            }
        }
        for (int group = 0; group < superblock.groups(); group++) {
            GroupDescriptor descriptor = files.groups().get(group);
            range(use, group, "block bitmap", descriptor.blockBitmap(), 1);
            range(use, group, "inode bitmap", descriptor.inodeBitmap(), 1);
            range(use, group, "inode table", descriptor.inodeTable(),
                    superblock.inodeTableBlocks());
        }
        return report.isClean();
    }

    private void range(BlockUse use, int group, String what, long block, long count) {
        long first = superblock.firstBlock(group);
        if (block < first || block + count > first + superblock.blocksIn(group)) {
            wrong("group %d has its %s at block %d, outside of its own blocks %d to %d", group,
                    what, block, first, first + superblock.blocksIn(group) - 1);
            return;
        }
        for (long i = block; i < block + count; i++) {
            if (use.claim(i, BlockUse.SYSTEM) != BlockUse.NOBODY) {
                wrong("group %d has its %s at block %d, where something else of the file system "
                        + "is", group, what, i);
                return;
            }
        }
    }
}

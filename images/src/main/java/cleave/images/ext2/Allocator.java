package cleave.images.ext2;

import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.GroupDescriptor;
import cleave.toolchain.disk.ext2.Superblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hands out blocks, or inodes: one bitmap in each group, and the counts of what is free in group
 * and superblock. Nothing of it is on the disk before {@link #flush}.
 */
final class Allocator {
    private final Disk disk;
    private final Ext2FileSystem files;
    private final Superblock superblock;
    private final boolean ofBlocks;
    private final Map<Integer, ByteBuffer> bitmaps = new TreeMap<>();
    /** Counted from the first block, or from inode 1. */
    private long next;

    Allocator(Disk disk, Ext2FileSystem files, boolean ofBlocks) {
        this.disk = disk;
        this.files = files;
        this.superblock = files.superblock();
        this.ofBlocks = ofBlocks;
    }

    private long perGroup() {
        return ofBlocks ? superblock.blocksPerGroup() : superblock.inodesPerGroup();
    }

    private long first() {
        return ofBlocks ? superblock.firstDataBlock() : 1;
    }

    private long count() {
        return ofBlocks ? superblock.blocks() - first() : superblock.inodes();
    }

    private Ext2Field freeInGroup() {
        return ofBlocks ? Ext2Field.BG_FREE_BLOCKS_COUNT : Ext2Field.BG_FREE_INODES_COUNT;
    }

    private Ext2Field freeInAll() {
        return ofBlocks ? Ext2Field.S_FREE_BLOCKS_COUNT : Ext2Field.S_FREE_INODES_COUNT;
    }

    private long place(int group) {
        GroupDescriptor descriptor = files.groups().get(group);
        return (ofBlocks ? descriptor.blockBitmap() : descriptor.inodeBitmap())
                * superblock.blockSize();
    }

    private ByteBuffer bitmap(int group) throws IOException {
        ByteBuffer bitmap = bitmaps.get(group);
        if (bitmap == null) {
            bitmap = disk.read(place(group), superblock.blockSize());
            bitmaps.put(group, bitmap);
        }
        return bitmap;
    }

    /** Takes the next free one; 0 when there is none. Reserved inodes are never free. */
    long take() throws IOException {
        long start = Math.max(next, ofBlocks ? 0 : superblock.firstInode() - 1);
        for (long i = 0; i < count(); i++) {
            long index = (start + i) % count();
            int group = (int) (index / perGroup());
            if (files.groups().get(group).get(freeInGroup()) == 0) {
                i += perGroup() - 1 - index % perGroup();
                continue;
            }
            if (!isUsed(index)) {
                mark(index, true);
                next = index + 1;
                return index + first();
            }
        }
        return 0;
    }

    private boolean isUsed(long index) throws IOException {
        int bit = (int) (index % perGroup());
        return (bitmap((int) (index / perGroup())).get(bit >> 3) & 1 << (bit & 7)) != 0;
    }

    /** Gives one back; false when it is free already. */
    boolean free(long number) throws IOException {
        long index = number - first();
        if (!isUsed(index)) {
            return false;
        }
        mark(index, false);
        next = Math.min(next, index);
        return true;
    }

    private void mark(long index, boolean used) throws IOException {
        int group = (int) (index / perGroup());
        int bit = (int) (index % perGroup());
        ByteBuffer bitmap = bitmap(group);
        bitmap.put(bit >> 3, (byte) (bitmap.get(bit >> 3) ^ 1 << (bit & 7)));
        int more = used ? -1 : 1;
        GroupDescriptor descriptor = files.groups().get(group);
        descriptor.set(freeInGroup(), descriptor.get(freeInGroup()) + more);
        superblock.set(freeInAll(), superblock.get(freeInAll()) + more);
    }

    /** Writes the bitmaps. */
    void flush() throws IOException {
        for (Map.Entry<Integer, ByteBuffer> bitmap : bitmaps.entrySet()) {
            disk.write(place(bitmap.getKey()), bitmap.getValue().duplicate());
        }
    }
}

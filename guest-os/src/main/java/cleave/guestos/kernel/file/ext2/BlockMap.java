package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.Inode;
import cleave.magic.Recursive;

/**
 * Where the blocks of a file are: twelve in the inode, the others by one, two and three levels of
 * blocks with numbers of blocks. 0 stands for a hole. The volume's lock is held.
 */
final class BlockMap {
    static final int DIRECT = 12;

    private BlockMap() {
    }

    /** Fills {@link Volume#way}: how many levels it has, or {@code -EFBIG}. */
    private static int findWay(Volume volume, int index) {
        int shift = volume.blockShift - 2;
        int mask = (1 << shift) - 1;
        if (Integer.compareUnsigned(index, DIRECT) < 0) {
            volume.way[0] = index;
            return 1;
        }
        long rest = Integer.toUnsignedLong(index) - DIRECT;
        int depth = 1;
        while (depth < Volume.LEVELS && rest >= 1L << shift * depth) {
            rest -= 1L << shift * depth;
            depth++;
        }
        if (depth == Volume.LEVELS) {
            return -Errno.EFBIG;
        }
        volume.way[0] = DIRECT + depth - 1;
        for (int level = 1; level <= depth; level++) {
            volume.way[level] = (int) (rest >>> shift * (depth - level)) & mask;
        }
        return depth + 1;
    }

    /** The block of the disk that is block {@code index} of a file; 0 for a hole; or an error. */
    static int find(Inode inode, int index) {
        Volume volume = Volume.of(inode);
        int levels = findWay(volume, index);
        if (levels < 0) {
            return levels;
        }
        int block = Node.of(inode).pointers[volume.way[0]];
        for (int level = 1; level < levels && block != 0; level++) {
            if (!volume.isBlock(block)) {
                return damaged(inode, block);
            }
            Buffer buffer = volume.read(block);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            block = buffer.data.loadInt(volume.way[level] << 2);
            buffer.release();
        }
        return block == 0 || volume.isBlock(block) ? block : damaged(inode, block);
    }

    private static int damaged(Inode inode, int block) {
        Volume.of(inode).complain().text("inode ").decimal(inode.number).text(" has block ")
                .decimal(block).end();
        return -Errno.EIO;
    }

    /** As {@link #find}, but a hole is filled by a block with whatever it had. */
    static int make(Inode inode, int index) {
        Volume volume = Volume.of(inode);
        Node node = Node.of(inode);
        int levels = findWay(volume, index);
        if (levels < 0) {
            return levels;
        }
        int block = node.pointers[volume.way[0]];
        if (block == 0) {
            block = take(inode, levels > 1);
            if (block < 0) {
                return block;
            }
            node.pointers[volume.way[0]] = block;
        }
        for (int level = 1; level < levels; level++) {
            if (!volume.isBlock(block)) {
                return damaged(inode, block);
            }
            Buffer buffer = volume.read(block);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            int slot = volume.way[level] << 2;
            block = buffer.data.loadInt(slot);
            if (block == 0) {
                block = take(inode, level + 1 < levels);
                if (block > 0) {
                    buffer.data.storeInt(slot, block);
                    buffer.markDirty();
                }
            }
            buffer.release();
            if (block < 0) {
                return block;
            }
        }
        return block;
    }

    /** Takes a block for a file; one that will have numbers of blocks begins as zeros. */
    private static int take(Inode inode, boolean indirect) {
        Volume volume = Volume.of(inode);
        Node node = Node.of(inode);
        int block = Blocks.take(volume, node.goal);
        if (block < 0) {
            return block;
        }
        if (indirect) {
            Buffer buffer = BufferCache.fresh(volume.device, block, volume.blockSize);
            if (Errors.are(buffer)) {
                Blocks.give(volume, block);
                return Errors.of(buffer);
            }
            buffer.release();
        } else {
            BufferCache.forget(volume.device, block);
        }
        node.goal = block + 1;
        inode.blocks += volume.blockSize >>> 9;
        inode.markDirty();
        return block;
    }

    /** Gives back one block, to which nothing was written yet. */
    static void drop(Inode inode, int index) {
        Volume volume = Volume.of(inode);
        Node node = Node.of(inode);
        int levels = findWay(volume, index);
        int block = node.pointers[volume.way[0]];
        if (levels == 1) {
            give(inode, block);
            node.pointers[volume.way[0]] = 0;
            return;
        }
        for (int level = 1; level < levels && volume.isBlock(block); level++) {
            Buffer buffer = volume.read(block);
            if (Errors.are(buffer)) {
                return;
            }
            int slot = volume.way[level] << 2;
            block = buffer.data.loadInt(slot);
            if (level == levels - 1) {
                give(inode, block);
                buffer.data.storeInt(slot, 0);
                buffer.markDirty();
            }
            buffer.release();
        }
    }

    /** Gives back all blocks of a file from block {@code first} on, and those that led to them. */
    static void cut(Inode inode, int first) {
        Volume volume = Volume.of(inode);
        Node node = Node.of(inode);
        for (int i = first; i >= 0 && i < DIRECT; i++) {
            if (node.pointers[i] != 0) {
                give(inode, node.pointers[i]);
                node.pointers[i] = 0;
            }
        }
        int shift = volume.blockShift - 2;
        long start = DIRECT;
        for (int depth = 1; depth < Volume.LEVELS; depth++) {
            long end = start + (1L << shift * depth);
            int slot = DIRECT + depth - 1;
            if (node.pointers[slot] != 0 && first < end) {
                long from = Math.max(first - start, 0);
                if (cutTree(inode, node.pointers[slot], depth, from)) {
                    node.pointers[slot] = 0;
                }
            }
            start = end;
        }
        inode.markDirty();
    }

    private static void give(Inode inode, int block) {
        Volume volume = Volume.of(inode);
        Blocks.give(volume, block);
        inode.blocks -= volume.blockSize >>> 9;
    }

    /**
     * Gives back the blocks of a tree from its block {@code from} on: whether nothing is left, so
     * that its top was given back, too.
     */
    @Recursive(max = Volume.LEVELS)
    private static boolean cutTree(Inode inode, int top, int depth, long from) {
        Volume volume = Volume.of(inode);
        if (!volume.isBlock(top)) {
            damaged(inode, top);
            return true;
        }
        Buffer buffer = volume.readSurely(top);
        if (Errors.are(buffer)) {
            // Nobody knows which blocks these are: e2fsck finds that nobody has them.
            return from == 0;
        }
        int shift = (volume.blockShift - 2) * (depth - 1);
        int slots = volume.blockSize >>> 2;
        int slot = (int) (from >>> shift);
        long rest = from & (1L << shift) - 1;
        while (slot < slots) {
            int block = buffer.data.loadInt(slot << 2);
            if (block != 0) {
                boolean gone = true;
                if (depth == 1) {
                    give(inode, block);
                } else {
                    gone = cutTree(inode, block, depth - 1, rest);
                }
                if (gone) {
                    buffer.data.storeInt(slot << 2, 0);
                    buffer.markDirty();
                }
            }
            rest = 0;
            slot++;
        }
        buffer.release();
        if (from != 0) {
            return false;
        }
        give(inode, top);
        return true;
    }
}

package cleave.images.ext2;

import cleave.toolchain.disk.ext2.BlockMap;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Adds blocks to a file, at growing places, and the blocks of block numbers that this needs. The
 * latter are written when they are left, or by {@link #flush}.
 */
final class BlockMapWriter {
    /** Takes a block, or fails because the disk is full. */
    @FunctionalInterface
    interface Source {
        long take() throws IOException;
    }

    private final Disk disk;
    private final int blockSize;
    private final Inode inode;
    private final Source source;
    private final long[] numbers = new long[BlockMap.LEVELS];
    private final ByteBuffer[] blocks = new ByteBuffer[BlockMap.LEVELS];

    BlockMapWriter(Disk disk, int blockSize, Inode inode, Source source) {
        this.disk = disk;
        this.blockSize = blockSize;
        this.inode = inode;
        this.source = source;
    }

    /** Makes block {@code index} of the file, which it must not have yet; answers which it is. */
    long add(long index) throws IOException {
        if (index < BlockMap.DIRECT) {
            long block = source.take();
            inode.map().putInt((int) index * Integer.BYTES, (int) block);
            return block;
        }
        int perBlock = blockSize / Integer.BYTES;
        long rest = index - BlockMap.DIRECT;
        long covered = perBlock;
        int levels = 0;
        while (rest >= covered) {
            rest -= covered;
            covered *= perBlock;
            levels++;
        }
        ByteBuffer parent = inode.map();
        int slot = BlockMap.DIRECT + levels;
        for (int level = 0; level <= levels; level++) {
            parent = child(parent, slot, level);
            covered /= perBlock;
            slot = (int) (rest / covered);
            rest %= covered;
        }
        long block = source.take();
        parent.putInt(slot * Integer.BYTES, (int) block);
        return block;
    }

    private ByteBuffer child(ByteBuffer parent, int slot, int level) throws IOException {
        long number = parent.getInt(slot * Integer.BYTES) & 0xffff_ffffL;
        if (number != 0 && number == numbers[level]) {
            return blocks[level];
        }
        write(level);
        if (number == 0) {
            number = source.take();
            parent.putInt(slot * Integer.BYTES, (int) number);
            blocks[level] = ByteBuffer.allocate(blockSize).order(ByteOrder.LITTLE_ENDIAN);
        } else {
            blocks[level] = disk.read(number * blockSize, blockSize);
        }
        numbers[level] = number;
        return blocks[level];
    }

    private void write(int level) throws IOException {
        if (numbers[level] != 0) {
            disk.write(numbers[level] * blockSize, blocks[level].duplicate());
        }
    }

    void flush() throws IOException {
        for (int level = 0; level < BlockMap.LEVELS; level++) {
            write(level);
        }
    }
}

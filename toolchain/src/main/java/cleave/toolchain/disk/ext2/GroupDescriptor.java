package cleave.toolchain.disk.ext2;

import java.nio.ByteBuffer;

/**
 * Where a block group has its bitmaps and its part of the inode table.
 *
 * @param bytes 32 or, with 64-bit block numbers, more
 */
public record GroupDescriptor(ByteBuffer bytes) implements Structure {
    private long block(Ext2Field low, Ext2Field high) {
        return bytes.limit() > Superblock.SMALL_DESCRIPTOR
                ? get(low) | get(high) << Integer.SIZE : get(low);
    }

    public long blockBitmap() {
        return block(Ext2Field.BG_BLOCK_BITMAP, Ext2Field.BG_BLOCK_BITMAP_HI);
    }

    public long inodeBitmap() {
        return block(Ext2Field.BG_INODE_BITMAP, Ext2Field.BG_INODE_BITMAP_HI);
    }

    public long inodeTable() {
        return block(Ext2Field.BG_INODE_TABLE, Ext2Field.BG_INODE_TABLE_HI);
    }
}

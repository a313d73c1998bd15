package cleave.emulator.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first 128 bytes of an inode. */
final class Ext2Inode {
    private static final int TYPE = 0xf000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xa000;
    private static final int FLAG_EXTENTS = 0x8_0000;
    private static final int MAP_AT = 40;
    private static final int MAP_SIZE = 60;

    private final ByteBuffer bytes;

    Ext2Inode(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    private int type() {
        return bytes.getShort(0) & TYPE;
    }

    boolean isDirectory() {
        return type() == DIRECTORY;
    }

    boolean isRegular() {
        return type() == REGULAR;
    }

    boolean isLink() {
        return type() == LINK;
    }

    /** A symbolic link so short that its target takes the place of the block map. */
    boolean isFastLink() {
        return isLink() && !hasExtents() && size() < MAP_SIZE;
    }

    boolean hasExtents() {
        return (bytes.getInt(32) & FLAG_EXTENTS) != 0;
    }

    /** Bytes. */
    long size() {
        long low = bytes.getInt(4) & 0xffff_ffffL;
        return isRegular() ? low | (bytes.getInt(108) & 0xffff_ffffL) << Integer.SIZE : low;
    }

    /** The target of a fast link. */
    byte[] inlineData() {
        byte[] data = new byte[(int) size()];
        bytes.duplicate().position(MAP_AT).get(data);
        return data;
    }

    /** The 15 block numbers, or the root of the extent tree. */
    ByteBuffer map() {
        return bytes.slice(MAP_AT, MAP_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    }
}

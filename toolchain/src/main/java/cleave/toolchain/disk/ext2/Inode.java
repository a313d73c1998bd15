package cleave.toolchain.disk.ext2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * An inode: all about a file but its names.
 *
 * @param number from 1
 * @param bytes as many as the file system's inodes have
 */
public record Inode(long number, ByteBuffer bytes) implements Structure {
    public static final int ROOT = 2;
    /** Keeps blocks for a larger table of group descriptors. */
    public static final int RESIZE = 7;
    public static final int JOURNAL = 8;
    /** Bits of the mode that are permissions. */
    public static final int PERMISSIONS = 0xfff;
    public static final int FLAG_INDEX = 0x1000;
    public static final int FLAG_EXTENTS = 0x8_0000;

    /** A device's number before there were 32 bits for it: eight bits each. */
    private static final int OLD_DEVICE = 0xffff;

    public int mode() {
        return (int) get(Ext2Field.I_MODE);
    }

    public Optional<FileType> type() {
        return FileType.of(mode());
    }

    public boolean is(FileType type) {
        return (mode() & FileType.MASK) == type.mode();
    }

    public long uid() {
        return get(Ext2Field.I_UID) | get(Ext2Field.I_UID_HIGH) << Short.SIZE;
    }

    public long gid() {
        return get(Ext2Field.I_GID) | get(Ext2Field.I_GID_HIGH) << Short.SIZE;
    }

    public int links() {
        return (int) get(Ext2Field.I_LINKS_COUNT);
    }

    public boolean hasFlag(int flag) {
        return (get(Ext2Field.I_FLAGS) & flag) != 0;
    }

    /** Bytes; negative when the disk says nonsense. */
    public long size() {
        long low = get(Ext2Field.I_SIZE);
        return is(FileType.REGULAR) ? low | get(Ext2Field.I_SIZE_HIGH) << Integer.SIZE : low;
    }

    /** Sets the size of a file or directory. */
    public void setSize(long size) {
        set(Ext2Field.I_SIZE, size);
        if (is(FileType.REGULAR)) {
            set(Ext2Field.I_SIZE_HIGH, size >>> Integer.SIZE);
        }
    }

    /** The block of extended attributes; 0 without. */
    public long attributes() {
        return get(Ext2Field.I_FILE_ACL);
    }

    /** A symbolic link so short that its target takes the place of the block map. */
    public boolean isFastLink() {
        return is(FileType.LINK) && !hasFlag(FLAG_EXTENTS) && size() < Ext2Field.I_BLOCK.size();
    }

    /** Whether the inode has a block map or extents. */
    public boolean hasBlocks() {
        return is(FileType.REGULAR) || is(FileType.DIRECTORY)
                || is(FileType.LINK) && !isFastLink();
    }

    /** A view of the 15 block numbers, or the root of the extent tree. */
    public ByteBuffer map() {
        return bytes.slice(Ext2Field.I_BLOCK.offset(), Ext2Field.I_BLOCK.size())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A device's major number. */
    public int major() {
        int old = map().getInt(0) & OLD_DEVICE;
        return old != 0 ? old >> 8 : map().getInt(4) >>> 8 & 0xfff;
    }

    /** A device's minor number. */
    public int minor() {
        int old = map().getInt(0) & OLD_DEVICE;
        int wide = map().getInt(4);
        return old != 0 ? old & 0xff : wide & 0xff | wide >>> 12 & 0xfff00;
    }

    /** Makes the inode that of a device. */
    public void setDevice(int major, int minor) {
        if (major <= 0xff && minor <= 0xff) {
            map().putInt(0, major << 8 | minor).putInt(4, 0);
        } else {
            map().putInt(0, 0).putInt(4, minor & 0xff | major << 8 | (minor & ~0xff) << 12);
        }
    }
}

package cleave.guestos.abi;

import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct statx}, the one way to ask for a file's attributes on riscv32. */
@Size(256)
public final class Statx extends Struct {
    /** The mask of what is asked and answered: type to blocks. */
    public static final int BASIC = 0x7ff;
    public static final int STATX_TYPE = 1;
    public static final int STATX_MODE = 2;
    public static final int STATX_NLINK = 4;
    public static final int STATX_UID = 8;
    public static final int STATX_GID = 0x10;
    public static final int STATX_ATIME = 0x20;
    public static final int STATX_MTIME = 0x40;
    public static final int STATX_CTIME = 0x80;
    public static final int STATX_INO = 0x100;
    public static final int STATX_SIZE = 0x200;
    public static final int STATX_BLOCKS = 0x400;
    public static final int STATX_BTIME = 0x800;
    public static final int STATX_MNT_ID = 0x1000;
    public static final int STATX_RESERVED = 0x8000_0000;
    /** An attribute: something is mounted from here on. */
    public static final int STATX_ATTR_MOUNT_ROOT = 0x2000;

    public int mask;
    public int blockSize;
    public long attributes;
    @Offset(16)
    public int links;
    public int user;
    public int group;
    public short mode;
    @Offset(32)
    public long inode;
    public long size;
    @Offset(48)
    public long blocks;
    public long attributesMask;
    @Offset(64)
    @Embedded
    public StatxTime accessed;
    @Embedded
    public StatxTime born;
    @Embedded
    public StatxTime changed;
    @Embedded
    public StatxTime modified;
    @Offset(128)
    public int specialMajor;
    public int specialMinor;
    public int deviceMajor;
    public int deviceMinor;
    @Offset(144)
    public long mount;
    @Inline(13)
    public long[] spare;
}

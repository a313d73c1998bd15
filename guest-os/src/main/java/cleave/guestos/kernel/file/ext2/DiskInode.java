package cleave.guestos.kernel.file.ext2;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** An inode on the disk. Those of 128 bytes end before {@link #extraSize}. */
final class DiskInode extends Struct {
    static final int SMALL = 128;
    /** Bytes behind {@link #SMALL} that have times in nanoseconds. */
    static final int EXTRA = 32;
    /** {@link #flags}: the directory is indexed. */
    static final int INDEXED = 0x1000;
    /** {@link #flags}: nothing may change it; only its end grows. */
    static final int IMMUTABLE = 0x10;
    static final int APPEND_ONLY = 0x20;
    /** {@link #flags}: it has extents in place of block numbers. */
    static final int EXTENTS = 0x8_0000;
    /** Numbers of blocks: the first, then those of indirect ones. */
    static final int POINTERS = 15;

    @Offset(0)
    short mode;
    @Offset(2)
    short uid;
    @Offset(4)
    int size;
    @Offset(8)
    int accessed;
    @Offset(12)
    int changed;
    @Offset(16)
    int modified;
    @Offset(20)
    int deleted;
    @Offset(24)
    short gid;
    @Offset(26)
    short links;
    /** Sectors of 512 bytes. */
    @Offset(28)
    int sectors;
    @Offset(32)
    int flags;
    @Offset(36)
    int system;
    @Offset(40)
    @Inline(POINTERS)
    int[] pointers;
    @Offset(100)
    int generation;
    @Offset(104)
    int attributes;
    /** Of regular files. */
    @Offset(108)
    int sizeHigh;
    @Offset(112)
    int fragment;
    @Offset(116)
    int fragmentPart;
    @Offset(120)
    short uidHigh;
    @Offset(122)
    short gidHigh;
    @Offset(124)
    int reserved;
    @Offset(128)
    short extraSize;
    @Offset(130)
    short checksumHigh;
    /** Nanoseconds in the upper 30 bits, bits 33 and 32 of the seconds in the lower two. */
    @Offset(132)
    int changedExtra;
    @Offset(136)
    int modifiedExtra;
    @Offset(140)
    int accessedExtra;
    @Offset(144)
    int born;
    @Offset(148)
    int bornExtra;
    @Offset(152)
    int versionHigh;
    @Offset(156)
    int project;
}

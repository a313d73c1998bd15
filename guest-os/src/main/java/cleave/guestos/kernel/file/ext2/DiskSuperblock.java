package cleave.guestos.kernel.file.ext2;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** The superblock on the disk, at its byte 1024. */
@Size(1024)
final class DiskSuperblock extends Struct {
    static final int BYTES = 1024;
    static final int MAGIC = 0xef53;
    /** {@link #state}: everything was written when it was left. */
    static final int CLEAN = 1;
    /** {@link #state}: something was found to be wrong. */
    static final int DAMAGED = 2;
    /** {@link #errors}: what to do when something is found to be wrong; others mean to go on. */
    static final int READ_ONLY_ON_ERROR = 2;
    static final int PANIC_ON_ERROR = 3;

    static final int FILE_TYPES = 2;
    static final int SPARSE_SUPERBLOCKS = 1;
    static final int LARGE_FILES = 2;
    static final int DIRECTORY_TREES = 4;
    /** Features without which it cannot be read, and that are known here. */
    static final int KNOWN = FILE_TYPES;
    /** Features without which it cannot be written, and that are known here. */
    static final int KNOWN_TO_WRITE = SPARSE_SUPERBLOCKS | LARGE_FILES | DIRECTORY_TREES;

    @Offset(0)
    int inodes;
    @Offset(4)
    int blocks;
    @Offset(8)
    int reservedBlocks;
    @Offset(12)
    int freeBlocks;
    @Offset(16)
    int freeInodes;
    @Offset(20)
    int firstDataBlock;
    @Offset(24)
    int logBlockSize;
    int logFragmentSize;
    @Offset(32)
    int blocksPerGroup;
    int fragmentsPerGroup;
    @Offset(40)
    int inodesPerGroup;
    @Offset(44)
    int mountTime;
    @Offset(48)
    int writeTime;
    @Offset(52)
    short mounts;
    @Offset(54)
    short mountsMax;
    @Offset(56)
    short magic;
    @Offset(58)
    short state;
    short errors;
    short minorRevision;
    int checkTime;
    int checkInterval;
    int creator;
    @Offset(76)
    int revision;
    @Offset(80)
    short reservedFor;
    short reservedForGroup;
    @Offset(84)
    int firstInode;
    @Offset(88)
    short inodeSize;
    short group;
    @Offset(92)
    int compatible;
    @Offset(96)
    int incompatible;
    @Offset(100)
    int readOnlyCompatible;
    @Inline(920)
    byte[] rest;
}

package cleave.toolchain.disk.ext2;

import static cleave.toolchain.disk.ext2.Ext2Field.Owner.DIRECTORY_ENTRY;
import static cleave.toolchain.disk.ext2.Ext2Field.Owner.GROUP;
import static cleave.toolchain.disk.ext2.Ext2Field.Owner.INODE;
import static cleave.toolchain.disk.ext2.Ext2Field.Owner.SUPERBLOCK;

/**
 * The layout on the disk: each field of each structure, by the names that Linux and e2fsprogs give
 * them, with offset and size in bytes. Fields of 16 bytes and more are not numbers. Everything is
 * little-endian.
 */
public enum Ext2Field {
    S_INODES_COUNT(SUPERBLOCK, 0, 4),
    S_BLOCKS_COUNT(SUPERBLOCK, 4, 4),
    S_R_BLOCKS_COUNT(SUPERBLOCK, 8, 4),
    S_FREE_BLOCKS_COUNT(SUPERBLOCK, 12, 4),
    S_FREE_INODES_COUNT(SUPERBLOCK, 16, 4),
    S_FIRST_DATA_BLOCK(SUPERBLOCK, 20, 4),
    S_LOG_BLOCK_SIZE(SUPERBLOCK, 24, 4),
    S_LOG_FRAG_SIZE(SUPERBLOCK, 28, 4),
    S_BLOCKS_PER_GROUP(SUPERBLOCK, 32, 4),
    S_FRAGS_PER_GROUP(SUPERBLOCK, 36, 4),
    S_INODES_PER_GROUP(SUPERBLOCK, 40, 4),
    S_MTIME(SUPERBLOCK, 44, 4),
    S_WTIME(SUPERBLOCK, 48, 4),
    S_MNT_COUNT(SUPERBLOCK, 52, 2),
    S_MAX_MNT_COUNT(SUPERBLOCK, 54, 2),
    S_MAGIC(SUPERBLOCK, 56, 2),
    S_STATE(SUPERBLOCK, 58, 2),
    S_ERRORS(SUPERBLOCK, 60, 2),
    S_MINOR_REV_LEVEL(SUPERBLOCK, 62, 2),
    S_LASTCHECK(SUPERBLOCK, 64, 4),
    S_CHECKINTERVAL(SUPERBLOCK, 68, 4),
    S_CREATOR_OS(SUPERBLOCK, 72, 4),
    S_REV_LEVEL(SUPERBLOCK, 76, 4),
    S_DEF_RESUID(SUPERBLOCK, 80, 2),
    S_DEF_RESGID(SUPERBLOCK, 82, 2),
    S_FIRST_INO(SUPERBLOCK, 84, 4),
    S_INODE_SIZE(SUPERBLOCK, 88, 2),
    S_BLOCK_GROUP_NR(SUPERBLOCK, 90, 2),
    S_FEATURE_COMPAT(SUPERBLOCK, 92, 4),
    S_FEATURE_INCOMPAT(SUPERBLOCK, 96, 4),
    S_FEATURE_RO_COMPAT(SUPERBLOCK, 100, 4),
    S_UUID(SUPERBLOCK, 104, 16),
    S_VOLUME_NAME(SUPERBLOCK, 120, 16),
    S_LAST_MOUNTED(SUPERBLOCK, 136, 64),
    S_ALGORITHM_USAGE_BITMAP(SUPERBLOCK, 200, 4),
    S_PREALLOC_BLOCKS(SUPERBLOCK, 204, 1),
    S_PREALLOC_DIR_BLOCKS(SUPERBLOCK, 205, 1),
    S_RESERVED_GDT_BLOCKS(SUPERBLOCK, 206, 2),
    S_JOURNAL_UUID(SUPERBLOCK, 208, 16),
    S_JOURNAL_INUM(SUPERBLOCK, 224, 4),
    S_JOURNAL_DEV(SUPERBLOCK, 228, 4),
    S_LAST_ORPHAN(SUPERBLOCK, 232, 4),
    S_HASH_SEED(SUPERBLOCK, 236, 16),
    S_DEF_HASH_VERSION(SUPERBLOCK, 252, 1),
    S_JNL_BACKUP_TYPE(SUPERBLOCK, 253, 1),
    S_DESC_SIZE(SUPERBLOCK, 254, 2),
    S_DEFAULT_MOUNT_OPTS(SUPERBLOCK, 256, 4),
    S_FIRST_META_BG(SUPERBLOCK, 260, 4),
    S_MKFS_TIME(SUPERBLOCK, 264, 4),
    S_BLOCKS_COUNT_HI(SUPERBLOCK, 336, 4),

    BG_BLOCK_BITMAP(GROUP, 0, 4),
    BG_INODE_BITMAP(GROUP, 4, 4),
    BG_INODE_TABLE(GROUP, 8, 4),
    BG_FREE_BLOCKS_COUNT(GROUP, 12, 2),
    BG_FREE_INODES_COUNT(GROUP, 14, 2),
    BG_USED_DIRS_COUNT(GROUP, 16, 2),
    BG_FLAGS(GROUP, 18, 2),
    /** This and the next two only where descriptors have 64 bytes. */
    BG_BLOCK_BITMAP_HI(GROUP, 32, 4),
    BG_INODE_BITMAP_HI(GROUP, 36, 4),
    BG_INODE_TABLE_HI(GROUP, 40, 4),

    I_MODE(INODE, 0, 2),
    I_UID(INODE, 2, 2),
    I_SIZE(INODE, 4, 4),
    I_ATIME(INODE, 8, 4),
    I_CTIME(INODE, 12, 4),
    I_MTIME(INODE, 16, 4),
    I_DTIME(INODE, 20, 4),
    I_GID(INODE, 24, 2),
    I_LINKS_COUNT(INODE, 26, 2),
    /** In units of 512 bytes. */
    I_BLOCKS(INODE, 28, 4),
    I_FLAGS(INODE, 32, 4),
    I_OSD1(INODE, 36, 4),
    I_BLOCK(INODE, 40, 60),
    I_GENERATION(INODE, 100, 4),
    I_FILE_ACL(INODE, 104, 4),
    I_SIZE_HIGH(INODE, 108, 4),
    I_FADDR(INODE, 112, 4),
    I_BLOCKS_HIGH(INODE, 116, 2),
    I_FILE_ACL_HIGH(INODE, 118, 2),
    I_UID_HIGH(INODE, 120, 2),
    I_GID_HIGH(INODE, 122, 2),
    I_CHECKSUM_LO(INODE, 124, 2),
    I_RESERVED(INODE, 126, 2),
    /** Only in inodes of more than 128 bytes. */
    I_EXTRA_ISIZE(INODE, 128, 2),

    D_INODE(DIRECTORY_ENTRY, 0, 4),
    D_REC_LEN(DIRECTORY_ENTRY, 4, 2),
    D_NAME_LEN(DIRECTORY_ENTRY, 6, 1),
    D_FILE_TYPE(DIRECTORY_ENTRY, 7, 1);

    /** What has the field. */
    public enum Owner { SUPERBLOCK, GROUP, INODE, DIRECTORY_ENTRY }

    private final Owner owner;
    private final int offset;
    private final int size;

    Ext2Field(Owner owner, int offset, int size) {
        this.owner = owner;
        this.offset = offset;
        this.size = size;
    }

    public Owner owner() {
        return owner;
    }

    /** Bytes from the beginning of the structure. */
    public int offset() {
        return offset;
    }

    /** Bytes. */
    public int size() {
        return size;
    }
}

package cleave.guestos.kernel.file;

import cleave.guestos.kernel.device.BlockDevice;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A file system that is mounted. */
public final class Superblock extends Struct {
    /** In {@link #flags} and {@code mount}'s: nothing is written. */
    public static final int READ_ONLY = 1;
    public static final int NO_SET_ID = 2;
    public static final int NO_DEVICES = 4;
    public static final int NO_EXECUTE = 8;
    public static final int NO_ACCESS_TIME = 0x400;

    public FileSystemType type;
    /** Null for one in memory. */
    public BlockDevice device;
    /** What {@code stat} tells as the device; of one in memory made up. */
    public int number;
    public int flags;
    public int blockSize;
    public long sizeMax;
    public SuperblockOperations operations;
    public Inode root;
    /** Where it is mounted. */
    public Mount mount;
    /** The file system's own. */
    public Address data;
    /** All of its inodes that the kernel knows. */
    Inode inodes;
    Superblock next;

    public boolean isReadOnly() {
        return (flags & READ_ONLY) != 0;
    }
}

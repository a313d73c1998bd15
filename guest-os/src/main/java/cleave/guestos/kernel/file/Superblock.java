package cleave.guestos.kernel.file;

import cleave.guestos.kernel.device.BlockDevice;
import cleave.magic.Address;
import cleave.magic.Embedded;
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
    /** Bytes of the longest file. */
    public long sizeMax;
    /** Names that a file can have; 0 for any number. */
    public int linksMax;
    public SuperblockOperations operations;
    public Inode root;
    /** Where it is mounted. */
    public Mount mount;
    /** The file system's own. */
    public Address data;
    /** Pages of its files that were written to, and are on no disk yet. */
    public int dirtyPages;
    /** Something may have to be written. */
    public boolean touched;
    /** It became read-only because of errors: what memory has of it stays there. */
    public boolean aborted;
    /** What could not be written of it. */
    @Embedded
    WriteErrors errors;
    /** Held by those who look for names in it or change them. */
    @Embedded
    public Lock names;
    /** All of its inodes that the kernel knows. */
    Inode inodes;

    /** Something has changed that has to be written. */
    public void touch() {
        if (!touched) {
            touched = true;
            if (device != null) {
                Flusher.wake();
            }
        }
    }

    /** One of its own blocks could not be written: a negated error number. */
    void damage(int error) {
        errors.add(error);
        if (operations.damaged != null) {
            operations.damaged.damaged(this);
        }
    }

    /** Too much is wrong with it for more to be written. */
    public void abort() {
        flags |= READ_ONLY;
        aborted = true;
        touched = true;
        Flusher.wake();
    }

    public boolean isReadOnly() {
        return (flags & READ_ONLY) != 0;
    }
}

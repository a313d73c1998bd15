package cleave.guestos.kernel.file;

import cleave.guestos.abi.FileMode;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A file of whatever type, while the kernel knows it. Whoever keeps a pointer holds it by {@link
 * #retain} and lets go by {@link #release}; who gets one from a function that says "with a
 * reference" has to let go of it.
 */
public final class Inode extends Struct {
    /** In {@link #state}: its file system has to write it. */
    public static final int DIRTY = 1;
    /** In {@link #state}: it is no longer found by its number. */
    static final int UNHASHED = 2;
    /** In {@link #state}: it is being read from the disk by somebody. */
    static final int NEW = 4;

    public int number;
    /** Type and permissions. */
    public int mode;
    public int uid;
    public int gid;
    /** Names it has; at 0 the file ends with its last holder. */
    public int links;
    /** What holds this struct; the file system sees {@code forget} when it becomes 0. */
    public int references;
    public long size;
    /** Sectors of 512 bytes. */
    public long blocks;
    /** Of a special file: {@code major << 8 | minor}. */
    public int device;
    /** {@link #DIRTY} and others. */
    public int state;

    public long accessed;
    public long modified;
    public long changed;
    public int accessedNanoseconds;
    public int modifiedNanoseconds;
    public int changedNanoseconds;
    /** Changes of its contents or entries: whoever keeps a place in a directory compares it. */
    public int version;

    public Superblock superblock;
    public InodeOperations operations;
    /** What opening it gives; of special files, their driver decides. */
    public FileOperations fileOperations;
    /** What is mounted here; null as a rule. */
    public Mount mounted;
    /** The file system's own. */
    public Address data;
    /** The driver's or pipe's own; of FIFOs and devices. */
    public Address special;

    /** In the table of inodes by number. */
    Inode nextOfHash;
    /** In the list of its superblock. */
    Inode nextOfSuperblock;
    Inode previousOfSuperblock;
    /** The name by which it was found last. */
    NameEntry name;

    /** Writers that have it open, or -1 for each that runs it as a program. */
    public int writers;

    public boolean isDirectory() {
        return FileMode.isDirectory(mode);
    }

    public boolean isRegular() {
        return FileMode.isRegular(mode);
    }

    public boolean isLink() {
        return FileMode.isLink(mode);
    }

    /** The type bits of {@link #mode}. */
    public int type() {
        return mode & FileMode.S_IFMT;
    }

    /** Holds it once more; gives it back for convenience. */
    public Inode retain() {
        references++;
        return this;
    }
}

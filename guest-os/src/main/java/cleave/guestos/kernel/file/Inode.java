package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * A file of whatever type, while the kernel knows it. Whoever keeps a pointer holds it by {@link
 * #retain} and lets go by {@link #release}; who gets one from a function that says "with a
 * reference" has to let go of it.
 */
public final class Inode extends Struct {
    /** In {@link #state}: its file system has to write it. */
    public static final int DIRTY = 1;
    /** In {@link #state}: it was made without a name ({@code O_TMPFILE}), and may get one. */
    public static final int NAMELESS = 8;

    /** In {@link #seals}: no more of them. */
    public static final int SEAL = 1;
    public static final int SEAL_SHRINK = 2;
    public static final int SEAL_GROW = 4;
    public static final int SEAL_WRITE = 8;
    /** As {@link #SEAL_WRITE}, but what is mapped already may be written to. */
    public static final int SEAL_FUTURE_WRITE = 16;

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
    /** What may not be done to it any more: {@link #SEAL} and others; of files in memory. */
    public int seals;

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
    /** What opening it gives; of special files, {@link SpecialFiles} decides. */
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
    /** Names that are remembered and lead to it, each with a reference. */
    int cachedNames;
    /** Of a directory, the names in it that are remembered. */
    NameEntry children;
    /** Its pages in the cache, and how many of them are not on the disk yet. */
    CachedPage pages;
    int dirtyPages;
    /** What could not be written of it. */
    @Embedded
    WriteErrors errors;
    /** Locks on the file and its ranges. */
    HeldLock locks;
    /** Held by those who change its contents or length. */
    @Embedded
    public Lock lock;

    /** How often it is open for writing; below 0, how many run it as a program. */
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

    /** Lets go of it; it may sleep, since the last one writes or deletes the file. */
    public void release() {
        assert references > 0 : "an inode is released that nobody holds";
        references--;
        if (references == 0) {
            Inodes.end(this);
        }
    }

    /** Lets its file system write it some time. */
    public void markDirty() {
        state |= DIRTY;
        superblock.touch();
    }

    /** Its contents have changed now. */
    public void touch() {
        modified = FileTime.now();
        modifiedNanoseconds = FileTime.nanoseconds();
        changed = modified;
        changedNanoseconds = modifiedNanoseconds;
        version++;
        markDirty();
    }

    /** Its attributes have changed now. */
    public void touchAttributes() {
        changed = FileTime.now();
        changedNanoseconds = FileTime.nanoseconds();
        markDirty();
    }

    /** Sets all three times to now. */
    public void born() {
        touch();
        accessed = modified;
        accessedNanoseconds = modifiedNanoseconds;
    }

    /** Programs that run it keep others from writing: 0, or {@code -ETXTBSY} while some do. */
    public int denyWriting() {
        if (writers > 0) {
            return -Errno.ETXTBSY;
        }
        writers--;
        return 0;
    }

    /** Takes back {@link #denyWriting}. */
    public void allowWriting() {
        writers++;
    }
}

package cleave.guestos.kernel.file;

import cleave.guestos.abi.StatFs64;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** What a file system can do as a whole: function pointers, null for what it need not. */
public final class SuperblockOperations extends Struct {
    /** Fills what it knows: blocks, files, type. */
    public interface Statistics extends Fn {
        int statistics(Superblock superblock, StatFs64 to);
    }

    /** Writes an inode's attributes to where inodes are. */
    public interface WriteInode extends Fn {
        int writeInode(Inode inode);
    }

    /**
     * Nobody holds the inode any more; with {@code links} 0 its file ends here, else it was written
     * already. What its data points to is freed.
     */
    public interface Forget extends Fn {
        void forget(Inode inode);
    }

    /** Writes what is the file system's own; inodes and pages have been written. */
    public interface Synchronise extends Fn {
        int synchronise(Superblock superblock);
    }

    /** One of its own blocks could not be read or written: remembers that, on the disk too. */
    public interface Damaged extends Fn {
        void damaged(Superblock superblock);
    }

    /** Becomes writable or read-only; an error leaves it as it was. */
    public interface Remount extends Fn {
        int remount(Superblock superblock, int flags);
    }

    /**
     * Gives up all inodes but the root that the file system holds itself; nobody else holds any,
     * and it is about to be unmounted.
     */
    public interface Empty extends Fn {
        void empty(Superblock superblock);
    }

    /** Everything is written and forgotten: frees its own. */
    public interface End extends Fn {
        void end(Superblock superblock);
    }

    public Statistics statistics;
    public WriteInode writeInode;
    public Forget forget;
    public Synchronise synchronise;
    public Damaged damaged;
    public Remount remount;
    /** Not null: it holds all its inodes, since they are nowhere else. */
    public Empty empty;
    public End end;
}

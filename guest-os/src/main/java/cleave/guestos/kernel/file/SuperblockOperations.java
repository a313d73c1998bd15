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

    /** Becomes writable or read-only; an error leaves it as it was. */
    public interface Remount extends Fn {
        int remount(Superblock superblock, int flags);
    }

    /** Everything is written and forgotten: frees its own. */
    public interface End extends Fn {
        void end(Superblock superblock);
    }

    public Statistics statistics;
    public WriteInode writeInode;
    public Forget forget;
    public Synchronise synchronise;
    public Remount remount;
    public End end;
}

package cleave.guestos.kernel.file;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/**
 * What a file system can do with a file, or with the names in a directory: function pointers, null
 * for what it cannot. Names are bytes without zero and slash, 1 to 255 of them, never {@code .} or
 * {@code ..}. The virtual file system has checked permissions, existence and types before it calls,
 * and holds the lock on names of the superblock during all calls that take a name, so that nothing
 * comes between looking and changing. Results below 0 are negated error numbers; a struct may be an
 * error in disguise ({@code Errors}). All calls may sleep.
 *
 * <p>Operations on a directory change its times and links themselves.
 */
public final class InodeOperations extends Struct {
    /** Finds a name: an inode with a reference, null if there is none, or an error. */
    public interface Lookup extends Fn {
        Inode lookup(Inode directory, Address name, int length);
    }

    /**
     * Makes a file, directory, FIFO or special file, owned by {@code uid} and {@code gid}, with
     * mode and type as they are: an inode with a reference, or an error.
     */
    public interface Create extends Fn {
        Inode create(Inode directory, Address name, int length, int mode, int device);
    }

    /** Makes a regular file in a directory that no name leads to: with a reference, or an error. */
    public interface CreateNameless extends Fn {
        Inode create(Inode directory, int mode);
    }

    /** Gives a file another name. */
    public interface Link extends Fn {
        int link(Inode directory, Address name, int length, Inode target);
    }

    /** Makes a symbolic link to a text: an inode with a reference, or an error. */
    public interface MakeSymbolicLink extends Fn {
        Inode make(Inode directory, Address name, int length, Address target, int targetLength);
    }

    /** Takes a name away; of a directory too, which {@code ENOTEMPTY} keeps. */
    public interface Unlink extends Fn {
        int unlink(Inode directory, Address name, int length, Inode target);
    }

    /** Moves a name; see {@link Renaming}. */
    public interface Rename extends Fn {
        int rename(Renaming renaming);
    }

    /** Writes the text of a symbolic link to the kernel's memory: its length, up to size. */
    public interface ReadLink extends Fn {
        int readLink(Inode link, Address to, int size);
    }

    /**
     * Where a link leads that no text describes, as those in {@code /proc/PID/fd}: an inode with a
     * reference, or an error. With it, {@code readLink} is only for the eye.
     */
    public interface Follow extends Fn {
        Inode follow(Inode link);
    }

    /** Makes a file that long; the page cache has been cut already. */
    public interface Resize extends Fn {
        int resize(Inode inode, long size);
    }

    /** Refuses a change of attributes ({@code -EPERM}), or remembers to write them. */
    public interface Change extends Fn {
        int change(Inode inode);
    }

    /** Another rule than the mode's bits: {@code access} as in {@code R_OK | W_OK | X_OK}. */
    public interface Permit extends Fn {
        int permit(Inode inode, int access);
    }

    /** Fills a page, at most from what the file has there, the rest with zeros. */
    public interface ReadPage extends Fn {
        int readPage(Inode inode, int index, Address page);
    }

    /** Writes a page, as far as the file reaches. */
    public interface WritePage extends Fn {
        int writePage(Inode inode, int index, Address page);
    }

    /**
     * Makes room on the disk for bytes of a page that are about to be written, so that writing the
     * page later cannot fail for lack of it.
     *
     * @param from first byte in the page
     * @param to   first byte behind those
     */
    public interface Reserve extends Fn {
        int reserve(Inode inode, int index, int from, int to);
    }

    public Lookup lookup;
    public Create create;
    /** Null: there are no such files ({@code EOPNOTSUPP}). */
    public CreateNameless createNameless;
    public Link link;
    public MakeSymbolicLink symbolicLink;
    public Unlink unlink;
    public Rename rename;
    public ReadLink readLink;
    public Follow follow;
    public Resize resize;
    /** Null: attributes cannot be changed ({@code EPERM}). */
    public Change change;
    /** Null: the mode's bits. */
    public Permit permit;
    /** Not null: the file's contents are in the page cache, and can be mapped. */
    public ReadPage readPage;
    /** Null with {@link #readPage}: pages that were written to stay in memory. */
    public WritePage writePage;
    public Reserve reserve;
    /** Names may come and go without a call of these, so that none is remembered: proc. */
    public boolean namesVary;
}

package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Struct;

/** From paths to files, and back. */
public final class Path {
    /** Of {@link #lookup}: a symbolic link at the end is meant itself. */
    public static final int NO_FOLLOW = 1;
    /** Of {@link #lookup}: what is no directory is {@code ENOTDIR}. */
    public static final int DIRECTORY = 2;
    /** Of {@link #lookupUser}: an empty path means the descriptor's own file. */
    public static final int MAY_BE_EMPTY = 4;

    private static final String DELETED = " (deleted)";

    private Path() {
    }

    /**
     * The file that a path of the kernel's leads to, seen from the current process: with a
     * reference, or an error.
     */
    public static Inode lookup(Address path, int flags) {
        return finish(Walk.begin(Process.current().view.directory, path), flags);
    }

    /** As {@link #lookup}, of a program's path; {@code directory} as in {@code openat}. */
    public static Inode lookupUser(int directory, int path, int flags) {
        return finish(Walk.begin(directory, path, (flags & MAY_BE_EMPTY) != 0), flags);
    }

    private static Inode finish(Walk walk, int flags) {
        if (Errors.are(walk)) {
            return error(Errors.of(walk));
        }
        int result = walk.toEnd((flags & NO_FOLLOW) == 0);
        if (result == 0 && (flags & DIRECTORY) != 0 && !walk.found.isDirectory()) {
            result = -Errno.ENOTDIR;
        }
        Inode inode = result < 0 ? error(result) : walk.take();
        walk.end();
        return inode;
    }

    private static Inode error(int result) {
        return Struct.at(Address.of(result), Inode.class);
    }

    /** What a name in a directory leads to: with a reference, null for nothing, or an error. */
    static Inode child(Inode directory, Address name, int length, int hash) {
        NameEntry entry = NameCache.find(directory, name, length, hash);
        if (entry != null) {
            return entry.inode == null ? null : entry.inode.retain();
        }
        Lock lock = directory.superblock.names;
        if (lock.isMine()) {
            return search(directory, name, length, hash);
        }
        lock.take();
        Inode inode = search(directory, name, length, hash);
        lock.give();
        return inode;
    }

    private static Inode search(Inode directory, Address name, int length, int hash) {
        NameEntry entry = NameCache.find(directory, name, length, hash);
        if (entry != null) {
            return entry.inode == null ? null : entry.inode.retain();
        }
        if (directory.operations.lookup == null) {
            return error(-Errno.ENOTDIR);
        }
        if (directory.links == 0) {
            return null;
        }
        Inode inode = directory.operations.lookup.lookup(directory, name, length);
        if (Errors.are(inode) || inode == null && directory.operations.namesVary) {
            return inode;
        }
        int result = NameCache.add(directory, inode, name, length);
        if (result < 0 && inode != null) {
            inode.release();
            return error(result);
        }
        return inode;
    }

    /** The directory above one, with a reference; that of the process's root is itself. */
    static Inode parent(Inode directory) {
        Inode at = directory;
        Inode root = Process.current().view.root;
        while (at != root && at == at.superblock.root && at.superblock.mount.covered != null) {
            at = at.superblock.mount.covered;
        }
        if (at == root || at.name == null) {
            return at.retain();
        }
        return at.name.parent.retain();
    }

    /**
     * Writes the path of a file, seen from the current process, to the end of a page of the
     * kernel's, with a zero behind it.
     *
     * @param page {@link Walk#PATH_MAX} bytes
     * @return where in the page it begins; {@code -ENOENT} if its name was taken away, {@code
     *         -ENAMETOOLONG}, or {@code -EXDEV} if no way leads there from the root
     */
    public static int write(Inode inode, Address page) {
        return write(inode, page, Walk.PATH_MAX - 1, false);
    }

    /** As {@link #write}, but names that were taken away are written and marked. */
    public static int describe(Inode inode, Address page) {
        int end = Walk.PATH_MAX - 1;
        if (inode.name != null && (inode.name.state & NameEntry.DELETED) != 0) {
            end -= DELETED.length();
            Bytes.copy(page.plus(end), Address.of(DELETED), DELETED.length());
        }
        return write(inode, page, end, true);
    }

    private static int write(Inode inode, Address page, int end, boolean deleted) {
        page.storeByte(Walk.PATH_MAX - 1, 0);
        Inode root = Process.current().view.root;
        int start = end;
        Inode at = inode;
        while (at != root) {
            if (at == at.superblock.root && at.superblock.mount.covered != null) {
                at = at.superblock.mount.covered;
                continue;
            }
            NameEntry entry = at.name;
            if (entry == null) {
                return -Errno.EXDEV;
            }
            if (!deleted && (entry.state & NameEntry.DELETED) != 0) {
                return -Errno.ENOENT;
            }
            start -= entry.length + 1;
            if (start < 0) {
                return -Errno.ENAMETOOLONG;
            }
            page.storeByte(start, '/');
            Bytes.copy(page.plus(start + 1), entry.text(), entry.length);
            at = entry.parent;
        }
        if (start == end) {
            start--;
            page.storeByte(start, '/');
        }
        return start;
    }

    /** Whether {@code directory} is {@code ancestor}, or below it. */
    static boolean isInside(Inode directory, Inode ancestor) {
        Inode at = directory;
        while (at != ancestor) {
            if (at == at.superblock.root || at.name == null) {
                return false;
            }
            at = at.name.parent;
        }
        return true;
    }
}

package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.magic.Address;

/**
 * Making names and taking them away: checks in the order of Linux, then the file system's
 * operation, then the cache of names. Walks begin at their beginning; results are 0 or errors.
 */
public final class Names {
    private Names() {
    }

    /**
     * Makes the file that a walk has not found; the lock on names is held. Then it has found it.
     *
     * @param mode type and permissions, without those of the mask
     */
    static int create(Walk walk, int mode, int device) {
        Inode directory = walk.at;
        int result = mayCreate(directory);
        if (result < 0) {
            return result;
        }
        if (directory.operations.create == null) {
            return -Errno.EPERM;
        }
        NameEntry entry = NameCache.prepare(directory, walk.name, walk.length);
        if (entry == null) {
            return -Errno.ENOMEM;
        }
        Inode inode = directory.operations.create.create(directory, walk.name, walk.length, mode,
                device);
        return enter(walk, entry, inode);
    }

    /** The file was made: its name leads to it. */
    private static int enter(Walk walk, NameEntry entry, Inode inode) {
        if (Errors.are(inode)) {
            NameCache.cancel(entry);
            return Errors.of(inode);
        }
        NameCache.remove(walk.at, walk.name, walk.length);
        NameCache.commit(entry, inode);
        walk.found = inode;
        return 0;
    }

    private static int mayCreate(Inode directory) {
        int result = Permission.mayCreate(directory);
        // Read-only comes before everything else that forbids it.
        return result == -Errno.EACCES && directory.superblock.isReadOnly() ? -Errno.EROFS
                : result;
    }

    /** Goes to where a new name is to be, and takes the lock: an error leaves it free. */
    private static int begin(Walk walk, boolean directory) {
        int result = walk.toLast();
        if (result < 0) {
            return result;
        }
        if (walk.kind != Walk.NAME) {
            return -Errno.EEXIST;
        }
        Lock lock = walk.at.superblock.names;
        lock.take();
        result = walk.look(false);
        if (result == 0 && walk.found != null) {
            result = -Errno.EEXIST;
        } else if (result == 0 && walk.slash && !directory) {
            result = -Errno.ENOENT;
        }
        if (result < 0) {
            lock.give();
        }
        return result;
    }

    /** Makes a file of any type but links. */
    public static int make(Walk walk, int mode, int device) {
        int result = begin(walk, FileMode.isDirectory(mode));
        if (result < 0) {
            return result;
        }
        result = FileMode.isDirectory(mode) && walk.at.links >= linksMax(walk.at) ? -Errno.EMLINK
                : create(walk, mode, device);
        walk.at.superblock.names.give();
        return result;
    }

    private static int linksMax(Inode inode) {
        int most = inode.superblock.linksMax;
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Makes a symbolic link to a text of the kernel's. */
    public static int makeLink(Walk walk, Address target, int length) {
        int result = begin(walk, false);
        if (result < 0) {
            return result;
        }
        Inode directory = walk.at;
        result = mayCreate(directory);
        if (result == 0 && directory.operations.symbolicLink == null) {
            result = -Errno.EPERM;
        }
        if (result == 0) {
            NameEntry entry = NameCache.prepare(directory, walk.name, walk.length);
            result = entry == null ? -Errno.ENOMEM
                    : enter(walk, entry, directory.operations.symbolicLink.make(directory,
                            walk.name, walk.length, target, length));
        }
        directory.superblock.names.give();
        return result;
    }

    /** Makes a regular file without a name in the directory that a walk has led to. */
    static int createNameless(Walk walk, int mode) {
        Inode directory = walk.found;
        if (!directory.isDirectory()) {
            return -Errno.ENOTDIR;
        }
        int result = mayCreate(directory);
        if (result < 0) {
            return result;
        }
        if (directory.operations.createNameless == null) {
            return -Errno.EOPNOTSUPP;
        }
        Inode inode = directory.operations.createNameless.create(directory, mode);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        directory.release();
        walk.found = inode;
        return 0;
    }

    /** Gives a file another name. */
    public static int link(Inode target, Walk walk) {
        int result = begin(walk, false);
        if (result < 0) {
            return result;
        }
        Inode directory = walk.at;
        result = mayLink(target, directory);
        if (result == 0) {
            NameEntry entry = NameCache.prepare(directory, walk.name, walk.length);
            result = entry == null ? -Errno.ENOMEM : directory.operations.link.link(directory,
                    walk.name, walk.length, target);
            if (result == 0) {
                target.state &= ~Inode.NAMELESS;
                NameCache.remove(directory, walk.name, walk.length);
                NameCache.commit(entry, target);
            } else if (entry != null) {
                NameCache.cancel(entry);
            }
        }
        directory.superblock.names.give();
        return result;
    }

    private static int mayLink(Inode target, Inode directory) {
        if (target.superblock != directory.superblock) {
            return -Errno.EXDEV;
        }
        int result = mayCreate(directory);
        if (result < 0) {
            return result;
        }
        if (target.isDirectory() || directory.operations.link == null) {
            return -Errno.EPERM;
        }
        if (target.links == 0 && (target.state & Inode.NAMELESS) == 0) {
            return -Errno.ENOENT;
        }
        return target.links >= linksMax(target) ? -Errno.EMLINK : 0;
    }

    /** Takes a name away: of a directory, or of anything else. */
    public static int unlink(Walk walk, boolean directory) {
        int result = walk.toLast();
        if (result < 0) {
            return result;
        }
        if (walk.kind != Walk.NAME) {
            if (!directory) {
                return -Errno.EISDIR;
            }
            return walk.kind == Walk.DOT ? -Errno.EINVAL
                    : walk.kind == Walk.DOT_DOT ? -Errno.ENOTEMPTY : -Errno.EBUSY;
        }
        Lock lock = walk.at.superblock.names;
        lock.take();
        result = walk.look(false);
        if (result == 0) {
            result = mayUnlink(walk, directory);
        }
        if (result == 0) {
            Inode inode = walk.found;
            result = walk.at.operations.unlink.unlink(walk.at, walk.name, walk.length, inode);
            if (result == 0) {
                NameCache.remove(walk.at, walk.name, walk.length);
                if (directory) {
                    NameCache.dropChildren(inode);
                }
            }
        }
        lock.give();
        return result;
    }

    private static int mayUnlink(Walk walk, boolean directory) {
        Inode inode = walk.found;
        if (inode == null) {
            return -Errno.ENOENT;
        }
        int result = Permission.mayDelete(walk.at, inode);
        if (result < 0) {
            return result;
        }
        if (directory && !inode.isDirectory() || !directory && !inode.isDirectory() && walk.slash) {
            return -Errno.ENOTDIR;
        }
        if (!directory && inode.isDirectory()) {
            return -Errno.EISDIR;
        }
        if (inode.mounted != null) {
            return -Errno.EBUSY;
        }
        return walk.at.operations.unlink == null ? -Errno.EPERM : 0;
    }

    /** Moves a name, or exchanges two: flags of {@link Renaming}. */
    public static int rename(Walk from, Walk to, int flags) {
        int result = from.toLast();
        if (result == 0) {
            result = to.toLast();
        }
        if (result < 0) {
            return result;
        }
        if (from.at.superblock != to.at.superblock) {
            return -Errno.EXDEV;
        }
        if (from.kind != Walk.NAME || to.kind != Walk.NAME) {
            return (flags & Renaming.NO_REPLACE) != 0 && from.kind == Walk.NAME ? -Errno.EEXIST
                    : -Errno.EBUSY;
        }
        Lock lock = from.at.superblock.names;
        lock.take();
        result = from.look(false);
        if (result == 0) {
            result = to.look(false);
        }
        if (result == 0) {
            result = mayRename(from, to, flags);
        }
        if (result == 0 && from.found != to.found) {
            result = rename(from, to, flags, NameCache.prepare(to.at, to.name, to.length),
                    NameCache.prepare(from.at, from.name, from.length));
        }
        lock.give();
        return result;
    }

    private static int mayRename(Walk from, Walk to, int flags) {
        Inode moved = from.found;
        Inode replaced = to.found;
        boolean exchange = (flags & Renaming.EXCHANGE) != 0;
        if (moved == null) {
            return -Errno.ENOENT;
        }
        if ((flags & Renaming.NO_REPLACE) != 0 && replaced != null) {
            return -Errno.EEXIST;
        }
        if (exchange && replaced == null) {
            return -Errno.ENOENT;
        }
        if (!moved.isDirectory() && (from.slash || !exchange && to.slash)
                || exchange && !replaced.isDirectory() && to.slash) {
            return -Errno.ENOTDIR;
        }
        if (moved.isDirectory() && Path.isInside(to.at, moved)) {
            return -Errno.EINVAL;
        }
        if (replaced != null && replaced.isDirectory() && Path.isInside(from.at, replaced)) {
            return exchange ? -Errno.EINVAL : -Errno.ENOTEMPTY;
        }
        if (moved == replaced) {
            return 0;
        }
        int result = Permission.mayDelete(from.at, moved);
        if (result == 0) {
            result = replaced == null ? mayCreate(to.at) : Permission.mayDelete(to.at, replaced);
        }
        return result < 0 ? result : mayMove(from, to, exchange);
    }

    private static int mayMove(Walk from, Walk to, boolean exchange) {
        Inode moved = from.found;
        Inode replaced = to.found;
        if (replaced != null && !exchange) {
            if (moved.isDirectory() && !replaced.isDirectory()) {
                return -Errno.ENOTDIR;
            }
            if (!moved.isDirectory() && replaced.isDirectory()) {
                return -Errno.EISDIR;
            }
        }
        if (moved.mounted != null || replaced != null && replaced.mounted != null) {
            return -Errno.EBUSY;
        }
        if (from.at.operations.rename == null) {
            return -Errno.EPERM;
        }
        if (from.at == to.at) {
            return 0;
        }
        // A directory's own ".." changes.
        int result = moved.isDirectory() ? Permission.check(moved, FileMode.W_OK) : 0;
        if (result == 0 && exchange && replaced.isDirectory()) {
            result = Permission.check(replaced, FileMode.W_OK);
        }
        if (result == 0 && moved.isDirectory() && (replaced == null || !replaced.isDirectory())
                && to.at.links >= linksMax(to.at)) {
            result = -Errno.EMLINK;
        }
        return result;
    }

    private static int rename(Walk from, Walk to, int flags, NameEntry there, NameEntry back) {
        Renaming renaming = Renaming.create(from, to, flags & Renaming.EXCHANGE);
        int result = there == null || back == null || renaming == null ? -Errno.ENOMEM
                : from.at.operations.rename.rename(renaming);
        if (renaming != null) {
            renaming.end();
        }
        if (result < 0) {
            if (there != null) {
                NameCache.cancel(there);
            }
            if (back != null) {
                NameCache.cancel(back);
            }
            return result;
        }
        NameCache.remove(from.at, from.name, from.length);
        NameCache.remove(to.at, to.name, to.length);
        NameCache.commit(there, from.found);
        if ((flags & Renaming.EXCHANGE) != 0) {
            NameCache.commit(back, to.found);
        } else {
            NameCache.cancel(back);
            if (to.found != null && to.found.isDirectory()) {
                NameCache.dropChildren(to.found);
            }
        }
        return 0;
    }
}

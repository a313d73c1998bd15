package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Names;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Permission;
import cleave.guestos.kernel.file.Renaming;
import cleave.guestos.kernel.file.Walk;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** Making names of files and taking them away. */
final class NameCalls {
    private static final int SMALL_DEVICE = 0xffff;
    private static final byte[] FIRST = new byte[1];

    private NameCalls() {
    }

    private static int make(int directory, int path, int mode, int device) {
        Walk walk = Walk.begin(directory, path);
        if (Errors.are(walk)) {
            return Errors.of(walk);
        }
        int result = Names.make(walk, mode, device);
        walk.end();
        return result;
    }

    @EntryPoint("sys_mkdirat")
    static int makeDirectory(int directory, int path, int mode) {
        int permissions = mode & (FileMode.PERMISSIONS & ~(FileMode.S_ISUID | FileMode.S_ISGID))
                & ~Process.current().view.umask;
        return make(directory, path, FileMode.S_IFDIR | permissions, 0);
    }

    @EntryPoint("sys_mknodat")
    static int makeNode(int directory, int path, int mode, int device) {
        int type = mode & FileMode.S_IFMT;
        switch (type) {
            case 0 -> type = FileMode.S_IFREG;
            case FileMode.S_IFREG, FileMode.S_IFIFO, FileMode.S_IFSOCK -> {
            }
            case FileMode.S_IFCHR, FileMode.S_IFBLK -> {
                if (!Permission.isRoot()) {
                    return -Errno.EPERM;
                }
                // Linux has 12 bits of major and 20 of minor number; here, both have 8.
                if (Integer.compareUnsigned(device, SMALL_DEVICE) > 0) {
                    return -Errno.EINVAL;
                }
            }
            case FileMode.S_IFDIR -> {
                return -Errno.EPERM;
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
        boolean special = type == FileMode.S_IFCHR || type == FileMode.S_IFBLK;
        int permissions = mode & FileMode.PERMISSIONS & ~Process.current().view.umask;
        return make(directory, path, type | permissions, special ? device : 0);
    }

    @EntryPoint("sys_unlinkat")
    static int unlink(int directory, int path, int flags) {
        if ((flags & ~OpenFlags.AT_REMOVEDIR) != 0) {
            return -Errno.EINVAL;
        }
        Walk walk = Walk.begin(directory, path);
        if (Errors.are(walk)) {
            return Errors.of(walk);
        }
        int result = Names.unlink(walk, (flags & OpenFlags.AT_REMOVEDIR) != 0);
        walk.end();
        return result;
    }

    @EntryPoint("sys_linkat")
    static int link(int oldDirectory, int oldPath, int newDirectory, int newPath, int flags) {
        if ((flags & ~(OpenFlags.AT_SYMLINK_FOLLOW | OpenFlags.AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL;
        }
        int how = (flags & OpenFlags.AT_SYMLINK_FOLLOW) != 0 ? 0 : Path.NO_FOLLOW;
        if ((flags & OpenFlags.AT_EMPTY_PATH) != 0) {
            if (!Permission.isRoot()) {
                return -Errno.ENOENT;
            }
            how |= Path.MAY_BE_EMPTY;
        }
        Inode target = Path.lookupUser(oldDirectory, oldPath, how);
        if (Errors.are(target)) {
            return Errors.of(target);
        }
        Walk walk = Walk.begin(newDirectory, newPath);
        int result = Errors.are(walk) ? Errors.of(walk) : Names.link(target, walk);
        if (!Errors.are(walk)) {
            walk.end();
        }
        target.release();
        return result;
    }

    @EntryPoint("sys_symlinkat")
    static int makeLink(int target, int directory, int path) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int length = UserMemory.copyString(frame.address(), target, Walk.PATH_MAX);
        int result = length == 0 ? -Errno.ENOENT : length;
        if (result > 0) {
            Walk walk = Walk.begin(directory, path);
            result = Errors.are(walk) ? Errors.of(walk)
                    : Names.makeLink(walk, frame.address(), length);
            if (!Errors.are(walk)) {
                walk.end();
            }
        }
        Frames.release(frame);
        return result;
    }

    @EntryPoint("sys_readlinkat")
    static int readLink(int directory, int path, int buffer, int size) {
        if (size <= 0) {
            return -Errno.EINVAL;
        }
        Inode link = Path.lookupUser(directory, path, Path.NO_FOLLOW | Path.MAY_BE_EMPTY);
        if (Errors.are(link)) {
            return Errors.of(link);
        }
        int result = !link.isLink() && isEmpty(path) ? -Errno.ENOENT
                : link.operations.readLink == null ? -Errno.EINVAL
                : copyText(link, buffer, Math.min(size, Walk.PATH_MAX));
        link.release();
        return result;
    }

    private static boolean isEmpty(int path) {
        return UserMemory.copyIn(Address.of(FIRST), path, 1) == 0 && FIRST[0] == 0;
    }

    private static int copyText(Inode link, int buffer, int size) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int length = link.operations.readLink.readLink(link, frame.address(), size);
        int result = length < 0 ? length
                : UserMemory.copyOut(buffer, frame.address(), length);
        Frames.release(frame);
        return result < 0 ? result : length;
    }

    @EntryPoint("sys_renameat2")
    static int rename(int oldDirectory, int oldPath, int newDirectory, int newPath, int flags) {
        int known = Renaming.NO_REPLACE | Renaming.EXCHANGE;
        if ((flags & ~known) != 0 || flags == known) {
            return -Errno.EINVAL;
        }
        Walk from = Walk.begin(oldDirectory, oldPath);
        if (Errors.are(from)) {
            return Errors.of(from);
        }
        Walk to = Walk.begin(newDirectory, newPath);
        // The way to the old name is gone first, whatever is wrong with the new one.
        int result = Errors.are(to) ? from.toLast() : 0;
        if (result == 0) {
            result = Errors.are(to) ? Errors.of(to) : Names.rename(from, to, flags);
        }
        if (!Errors.are(to)) {
            to.end();
        }
        from.end();
        return result;
    }
}

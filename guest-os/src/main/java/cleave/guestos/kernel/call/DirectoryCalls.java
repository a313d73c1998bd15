package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Listing;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Permission;
import cleave.guestos.kernel.file.Walk;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.FileView;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** Where a process is in the tree of files, and what is in directories. */
final class DirectoryCalls {
    private DirectoryCalls() {
    }

    @EntryPoint("sys_chdir")
    static int change(int path) {
        Inode inode = Path.lookupUser(OpenFlags.AT_FDCWD, path, Path.DIRECTORY);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result = Permission.check(inode, FileMode.X_OK);
        if (result < 0) {
            inode.release();
            return result;
        }
        return move(inode);
    }

    private static int move(Inode to) {
        FileView view = FileView.own(Process.current());
        Inode from = view == null ? to : view.directory;
        if (view != null) {
            view.directory = to;
        }
        from.release();
        return view == null ? -Errno.ENOMEM : 0;
    }

    @EntryPoint("sys_fchdir")
    static int changeOpen(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (!file.inode.isDirectory()) {
            return -Errno.ENOTDIR;
        }
        int result = Permission.check(file.inode, FileMode.X_OK);
        return result < 0 ? result : move(file.inode.retain());
    }

    @EntryPoint("sys_chroot")
    static int changeRoot(int path) {
        Inode inode = Path.lookupUser(OpenFlags.AT_FDCWD, path, Path.DIRECTORY);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result = Permission.check(inode, FileMode.X_OK);
        if (result == 0 && !Permission.isRoot()) {
            result = -Errno.EPERM;
        }
        if (result < 0) {
            inode.release();
            return result;
        }
        FileView view = FileView.own(Process.current());
        Inode from = view == null ? inode : view.root;
        if (view != null) {
            view.root = inode;
        }
        from.release();
        return view == null ? -Errno.ENOMEM : 0;
    }

    /** The length, with its zero. */
    @EntryPoint("sys_getcwd")
    static int current(int buffer, int size) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int start = Path.write(Process.current().view.directory, frame.address());
        int bytes = Walk.PATH_MAX - start;
        int result = start;
        if (start >= 0) {
            result = Integer.compareUnsigned(bytes, size) > 0 ? -Errno.ERANGE
                    : UserMemory.copyOut(buffer, frame.address().plus(start), bytes);
        }
        Frames.release(frame);
        return result < 0 ? result : bytes;
    }

    @EntryPoint("sys_getdents64")
    static int list(int descriptor, int buffer, int bytes) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || !file.isReadable()) {
            return -Errno.EBADF;
        }
        file.retain();
        int result = Listing.list(file, buffer, bytes < 0 ? Integer.MAX_VALUE : bytes);
        file.release();
        return result;
    }

    @EntryPoint("sys_umask")
    static int setMask(int mask) {
        FileView view = FileView.own(Process.current());
        if (view == null) {
            return -Errno.ENOMEM;
        }
        int old = view.umask;
        view.umask = mask & (FileMode.PERMISSIONS
                & ~(FileMode.S_ISUID | FileMode.S_ISGID | FileMode.S_ISVTX));
        return old;
    }
}

package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Statx;
import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Attributes;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Permission;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** Asking for what is known of files, and changing it. */
final class AttributeCalls {
    private static final int STATX_FLAGS = OpenFlags.AT_SYMLINK_NOFOLLOW
            | OpenFlags.AT_NO_AUTOMOUNT | OpenFlags.AT_EMPTY_PATH | OpenFlags.AT_STATX_SYNC_TYPE;
    private static final int LINK_OR_EMPTY = OpenFlags.AT_SYMLINK_NOFOLLOW
            | OpenFlags.AT_EMPTY_PATH;
    private static final int NANOSECONDS = 1_000_000_000;
    private static final int ACCESSES = FileMode.R_OK | FileMode.W_OK | FileMode.X_OK;

    private AttributeCalls() {
    }

    /** The file that a path and {@code AT_} flags mean, with a reference; or an error. */
    private static Inode lookup(int directory, int path, int flags) {
        int how = (flags & OpenFlags.AT_SYMLINK_NOFOLLOW) != 0 ? Path.NO_FOLLOW : 0;
        if ((flags & OpenFlags.AT_EMPTY_PATH) != 0) {
            how |= Path.MAY_BE_EMPTY;
        }
        return Path.lookupUser(directory, path, how);
    }

    /** The file of a descriptor that is not only a path, with a reference; null if none. */
    private static Inode of(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null || (file.flags & OpenFlags.O_PATH) != 0 ? null
                : file.inode.retain();
    }

    @EntryPoint("sys_statx")
    static int stat(int directory, int path, int flags, int mask, int buffer) {
        if ((flags & ~STATX_FLAGS) != 0 || (mask & Statx.STATX_RESERVED) != 0
                || (flags & OpenFlags.AT_STATX_SYNC_TYPE) == OpenFlags.AT_STATX_SYNC_TYPE) {
            return -Errno.EINVAL;
        }
        Inode inode = lookup(directory, path, flags);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        Statx state = new Statx();
        int result = -Errno.ENOMEM;
        if (state != null) {
            Attributes.fill(inode, state);
            result = UserMemory.copyOut(buffer, Address.of(state), Struct.sizeOf(Statx.class));
            Heap.free(state, Struct.sizeOf(Statx.class));
        }
        inode.release();
        return result;
    }

    @EntryPoint("sys_fchmod")
    static int setMode(int descriptor, int mode) {
        Inode inode = of(descriptor);
        if (inode == null) {
            return -Errno.EBADF;
        }
        int result = Attributes.setMode(inode, mode);
        inode.release();
        return result;
    }

    @EntryPoint("sys_fchmodat")
    static int setModeAt(int directory, int path, int mode) {
        return setModeAt2(directory, path, mode, 0);
    }

    @EntryPoint("sys_fchmodat2")
    static int setModeAt2(int directory, int path, int mode, int flags) {
        if ((flags & ~LINK_OR_EMPTY) != 0) {
            return -Errno.EINVAL;
        }
        Inode inode = lookup(directory, path, flags);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result = inode.isLink() ? -Errno.EOPNOTSUPP : Attributes.setMode(inode, mode);
        inode.release();
        return result;
    }

    @EntryPoint("sys_fchown")
    static int setOwner(int descriptor, int uid, int gid) {
        Inode inode = of(descriptor);
        if (inode == null) {
            return -Errno.EBADF;
        }
        int result = Attributes.setOwner(inode, uid, gid);
        inode.release();
        return result;
    }

    @EntryPoint("sys_fchownat")
    static int setOwnerAt(int directory, int path, int uid, int gid, int flags) {
        if ((flags & ~LINK_OR_EMPTY) != 0) {
            return -Errno.EINVAL;
        }
        Inode inode = lookup(directory, path, flags);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result = Attributes.setOwner(inode, uid, gid);
        inode.release();
        return result;
    }

    @EntryPoint("sys_utimensat_time64")
    static int setTimes(int directory, int path, int times, int flags) {
        if ((flags & ~LINK_OR_EMPTY) != 0) {
            return -Errno.EINVAL;
        }
        Timespec accessed = new Timespec();
        Timespec modified = new Timespec();
        int result = accessed == null || modified == null ? -Errno.ENOMEM
                : readTimes(times, accessed, modified);
        if (result == 0) {
            result = setTimes(directory, path, flags, accessed, modified);
        }
        free(accessed);
        free(modified);
        return result < 0 ? result : 0;
    }

    private static void free(Timespec time) {
        if (time != null) {
            Heap.free(time, Struct.sizeOf(Timespec.class));
        }
    }

    /** 0, 1 if both times stay, or an error. */
    private static int readTimes(int times, Timespec accessed, Timespec modified) {
        if (times == 0) {
            accessed.nanoseconds = Attributes.UTIME_NOW;
            modified.nanoseconds = Attributes.UTIME_NOW;
            return 0;
        }
        int size = Struct.sizeOf(Timespec.class);
        int result = UserMemory.copyIn(Address.of(accessed), times, size);
        if (result == 0) {
            result = UserMemory.copyIn(Address.of(modified), times + size, size);
        }
        if (result < 0) {
            return result;
        }
        if (!isTime((int) accessed.nanoseconds) || !isTime((int) modified.nanoseconds)) {
            return -Errno.EINVAL;
        }
        return (int) accessed.nanoseconds == Attributes.UTIME_OMIT
                && (int) modified.nanoseconds == Attributes.UTIME_OMIT ? 1 : 0;
    }

    private static boolean isTime(int nanoseconds) {
        return nanoseconds == Attributes.UTIME_NOW || nanoseconds == Attributes.UTIME_OMIT
                || Integer.compareUnsigned(nanoseconds, NANOSECONDS) < 0;
    }

    private static int setTimes(int directory, int path, int flags, Timespec accessed,
            Timespec modified) {
        Inode inode;
        if (path == 0 && directory != OpenFlags.AT_FDCWD) {
            inode = of(directory);
            if (inode == null) {
                return -Errno.EBADF;
            }
            inode.retain();
        } else {
            inode = lookup(directory, path, flags);
            if (Errors.are(inode)) {
                return Errors.of(inode);
            }
        }
        int result = Attributes.setTimes(inode, accessed.seconds, (int) accessed.nanoseconds,
                modified.seconds, (int) modified.nanoseconds);
        inode.release();
        return result;
    }

    @EntryPoint("sys_faccessat")
    static int access(int directory, int path, int mode) {
        return access2(directory, path, mode, 0);
    }

    /** Decided for the real user, unless {@code AT_EACCESS} is given. */
    @EntryPoint("sys_faccessat2")
    static int access2(int directory, int path, int mode, int flags) {
        if ((mode & ~ACCESSES) != 0
                || (flags & ~(OpenFlags.AT_EACCESS | LINK_OR_EMPTY)) != 0) {
            return -Errno.EINVAL;
        }
        Credentials who = Process.current().credentials;
        int user = who.fsuid;
        int group = who.fsgid;
        if ((flags & OpenFlags.AT_EACCESS) == 0) {
            who.fsuid = who.uid;
            who.fsgid = who.gid;
        }
        Inode inode = lookup(directory, path, flags & LINK_OR_EMPTY);
        int result;
        if (Errors.are(inode)) {
            result = Errors.of(inode);
        } else {
            result = Permission.check(inode, mode);
            inode.release();
        }
        who.fsuid = user;
        who.fsgid = group;
        return result;
    }

    @EntryPoint("sys_truncate64")
    static int truncate(int path, int low, int high) {
        if (high < 0) {
            return -Errno.EINVAL;
        }
        Inode inode = Path.lookupUser(OpenFlags.AT_FDCWD, path, 0);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result = inode.isDirectory() ? -Errno.EISDIR
                : !inode.isRegular() ? -Errno.EINVAL : Permission.check(inode, FileMode.W_OK);
        if (result == 0 && inode.writers < 0) {
            result = -Errno.ETXTBSY;
        }
        if (result == 0) {
            result = Attributes.resize(inode, FileCalls.join(low, high));
        }
        inode.release();
        return result;
    }

    @EntryPoint("sys_ftruncate64")
    static int truncateOpen(int descriptor, int low, int high) {
        if (high < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        if (!file.inode.isRegular() || !file.isWritable()) {
            return -Errno.EINVAL;
        }
        file.retain();
        int result = Attributes.resize(file.inode, FileCalls.join(low, high));
        file.release();
        return result;
    }

    @EntryPoint("sys_fallocate")
    static int allocate(int descriptor, int mode, int low, int high, int bytesLow,
            int bytesHigh) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || !file.isWritable()) {
            return -Errno.EBADF;
        }
        long offset = FileCalls.join(low, high);
        long bytes = FileCalls.join(bytesLow, bytesHigh);
        if (offset < 0 || bytes <= 0) {
            return -Errno.EINVAL;
        }
        if (mode != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if (file.operations.seek == null) {
            return -Errno.ESPIPE;
        }
        if (!file.inode.isRegular()) {
            return -Errno.ENODEV;
        }
        file.retain();
        int result = Attributes.allocate(file.inode, offset, bytes);
        file.release();
        return result;
    }
}

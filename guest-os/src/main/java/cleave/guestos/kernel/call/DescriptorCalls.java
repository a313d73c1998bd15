package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileLock;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.FileLocks;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.pipe.PipeFile;
import cleave.guestos.kernel.file.tmp.Seals;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** Descriptors and the locks of open files. */
final class DescriptorCalls {
    private static final int CHANGEABLE = OpenFlags.O_APPEND | OpenFlags.O_NONBLOCK
            | OpenFlags.O_NOATIME;
    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    /** {@code struct flock} with offsets of 32 bits: type, whence, start, length, pid. */
    private static final int SMALL_LOCK = 16;
    private static final int SMALL_START = 4;
    private static final int SMALL_LENGTH = 8;
    private static final int SMALL_PID = 12;

    private DescriptorCalls() {
    }

    @EntryPoint("sys_dup")
    static int duplicate(int descriptor) {
        return duplicate(descriptor, 0, false);
    }

    private static int duplicate(int descriptor, int lowest, boolean closedByExec) {
        FileTable files = Process.current().files;
        OpenFile file = files.get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        int result = files.reserve(lowest);
        if (result >= 0) {
            files.install(result, file.retain(), closedByExec);
        }
        return result;
    }

    @EntryPoint("sys_dup3")
    static int duplicateTo(int descriptor, int to, int flags) {
        if ((flags & ~OpenFlags.O_CLOEXEC) != 0 || descriptor == to) {
            return -Errno.EINVAL;
        }
        if (Integer.compareUnsigned(to, limit()) >= 0) {
            return -Errno.EBADF;
        }
        FileTable files = Process.current().files;
        OpenFile file = files.get(descriptor);
        return file == null ? -Errno.EBADF : files.replace(to, file, flags != 0);
    }

    private static int limit() {
        int limit = Process.current().limits.files();
        return Integer.compareUnsigned(limit, FileTable.MAXIMUM) > 0 ? FileTable.MAXIMUM : limit;
    }

    @EntryPoint("sys_fcntl64")
    static int control(int descriptor, int command, int argument) {
        FileTable files = Process.current().files;
        OpenFile file = files.get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        switch (command) {
            case OpenFlags.F_DUPFD, OpenFlags.F_DUPFD_CLOEXEC -> {
                return Integer.compareUnsigned(argument, limit()) >= 0 ? -Errno.EINVAL
                        : duplicate(descriptor, argument,
                                command == OpenFlags.F_DUPFD_CLOEXEC);
            }
            case OpenFlags.F_GETFD -> {
                return files.isClosedByExec(descriptor) ? OpenFlags.FD_CLOEXEC : 0;
            }
            case OpenFlags.F_SETFD -> {
                files.setClosedByExec(descriptor, (argument & OpenFlags.FD_CLOEXEC) != 0);
                return 0;
            }
            case OpenFlags.F_GETFL -> {
                return file.flags;
            }
            default -> {
                if ((file.flags & OpenFlags.O_PATH) != 0) {
                    return -Errno.EBADF;
                }
                file.retain();
                int result = controlFile(file, command, argument);
                file.release();
                return result;
            }
        }
    }

    private static int controlFile(OpenFile file, int command, int argument) {
        return switch (command) {
            case OpenFlags.F_SETFL -> setFlags(file, argument);
            case OpenFlags.F_GETLK, OpenFlags.F_SETLK, OpenFlags.F_SETLKW,
                    OpenFlags.F_GETLK64, OpenFlags.F_SETLK64, OpenFlags.F_SETLKW64,
                    OpenFlags.F_OFD_GETLK, OpenFlags.F_OFD_SETLK, OpenFlags.F_OFD_SETLKW ->
                    lock(file, command, argument);
            case OpenFlags.F_GETPIPE_SZ -> PipeFile.is(file) ? PipeFile.size(file) : -Errno.EBADF;
            case OpenFlags.F_SETPIPE_SZ -> PipeFile.is(file)
                    ? PipeFile.resize(file, argument) : -Errno.EBADF;
            case OpenFlags.F_ADD_SEALS -> !file.isWritable() ? -Errno.EPERM
                    : Seals.add(file.inode, argument);
            case OpenFlags.F_GET_SEALS -> Seals.get(file.inode);
            default -> -Errno.EINVAL;
        };
    }

    private static int setFlags(OpenFile file, int flags) {
        if ((flags & OpenFlags.O_DIRECT) != 0) {
            return -Errno.EINVAL;
        }
        file.flags = file.flags & ~CHANGEABLE | flags & CHANGEABLE;
        return 0;
    }

    private static int lock(OpenFile file, int command, int address) {
        boolean small = command <= OpenFlags.F_SETLKW;
        FileLock lock = new FileLock();
        if (lock == null) {
            return -Errno.ENOMEM;
        }
        int result = read(lock, address, small);
        if (result == 0) {
            boolean ofFile = command >= OpenFlags.F_OFD_GETLK;
            int which = command - (small ? OpenFlags.F_GETLK
                    : ofFile ? OpenFlags.F_OFD_GETLK : OpenFlags.F_GETLK64);
            OpenFile held = file.retain();
            Address owner = ofFile ? Address.of(held) : Address.of(Process.current().files);
            if (ofFile && lock.pid != 0) {
                result = -Errno.EINVAL;
            } else if (which == 0) {
                result = FileLocks.test(held, lock, owner);
                if (result == 0) {
                    result = write(lock, address, small);
                }
            } else {
                result = FileLocks.set(held, lock, owner, which == 2);
            }
            held.release();
        }
        Heap.free(lock, Struct.sizeOf(FileLock.class));
        return result;
    }

    private static int read(FileLock lock, int address, boolean small) {
        Address to = Address.of(lock);
        if (!small) {
            return UserMemory.copyIn(to, address, Struct.sizeOf(FileLock.class));
        }
        int result = UserMemory.copyIn(to, address, SMALL_LOCK);
        int start = to.loadInt(SMALL_START);
        int length = to.loadInt(SMALL_LENGTH);
        lock.pid = to.loadInt(SMALL_PID);
        lock.start = start;
        lock.length = length;
        return result;
    }

    private static int write(FileLock lock, int address, boolean small) {
        Address from = Address.of(lock);
        if (!small) {
            return UserMemory.copyOut(address, from, Struct.sizeOf(FileLock.class));
        }
        if (lock.start > Integer.MAX_VALUE || lock.length > Integer.MAX_VALUE) {
            return -Errno.EOVERFLOW;
        }
        int start = (int) lock.start;
        int length = (int) lock.length;
        from.storeInt(SMALL_PID, lock.pid);
        from.storeInt(SMALL_START, start);
        from.storeInt(SMALL_LENGTH, length);
        return UserMemory.copyOut(address, from, SMALL_LOCK);
    }

    @EntryPoint("sys_flock")
    static int lockWhole(int descriptor, int operation) {
        int kind;
        switch (operation & ~LOCK_NB) {
            case LOCK_SH -> kind = FileLocks.SHARED;
            case LOCK_EX -> kind = FileLocks.EXCLUSIVE;
            case LOCK_UN -> kind = FileLocks.NONE;
            default -> {
                return -Errno.EINVAL;
            }
        }
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        file.retain();
        int result = FileLocks.lockWhole(file, kind, (operation & LOCK_NB) == 0);
        file.release();
        return result;
    }

    @EntryPoint("sys_close_range")
    static int closeRange(int first, int last, int flags) {
        if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0
                || Integer.compareUnsigned(first, last) > 0) {
            return -Errno.EINVAL;
        }
        Process process = Process.current();
        if ((flags & CLOSE_RANGE_UNSHARE) != 0 && process.files.references > 1) {
            FileTable own = process.files.copy();
            if (own == null) {
                return -Errno.ENOMEM;
            }
            process.files.release();
            process.files = own;
        }
        FileTable files = process.files;
        int descriptor = first;
        while (Integer.compareUnsigned(descriptor, files.end()) < 0
                && Integer.compareUnsigned(descriptor, last) <= 0) {
            if (files.get(descriptor) != null) {
                if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
                    files.setClosedByExec(descriptor, true);
                } else {
                    files.close(descriptor);
                }
            }
            descriptor++;
        }
        return 0;
    }
}

package cleave.guestos.libc;

import cleave.guestos.abi.SyscallNumber;
import cleave.magic.Address;
import cleave.magic.Rv;

/**
 * System calls on files as they are: each method is one {@code ecall}, with the arguments in the
 * kernel's order; the result is the kernel's, at least zero or {@code -errno}. Names are Linux's in
 * camel case, without a 64 at the end.
 */
public final class FileCalls {
    private FileCalls() {
    }

    public static int getcwd(Address buffer, int size) {
        return Rv.ecall(SyscallNumber.GETCWD, buffer.bits(), size);
    }

    public static int dup(int file) {
        return Rv.ecall(SyscallNumber.DUP, file);
    }

    public static int dup3(int file, int to, int flags) {
        return Rv.ecall(SyscallNumber.DUP3, file, to, flags);
    }

    public static int fcntl(int file, int command, int argument) {
        return Rv.ecall(SyscallNumber.FCNTL64, file, command, argument);
    }

    public static int ioctl(int file, int request, int argument) {
        return Rv.ecall(SyscallNumber.IOCTL, file, request, argument);
    }

    public static int flock(int file, int operation) {
        return Rv.ecall(SyscallNumber.FLOCK, file, operation);
    }

    public static int mknodat(int directory, Address path, int mode, int device) {
        return Rv.ecall(SyscallNumber.MKNODAT, directory, path.bits(), mode, device);
    }

    public static int mkdirat(int directory, Address path, int mode) {
        return Rv.ecall(SyscallNumber.MKDIRAT, directory, path.bits(), mode);
    }

    public static int unlinkat(int directory, Address path, int flags) {
        return Rv.ecall(SyscallNumber.UNLINKAT, directory, path.bits(), flags);
    }

    public static int symlinkat(Address target, int directory, Address path) {
        return Rv.ecall(SyscallNumber.SYMLINKAT, target.bits(), directory, path.bits());
    }

    public static int linkat(int fromDirectory, Address from, int toDirectory, Address to, int
            flags) {
        return Rv.ecall(SyscallNumber.LINKAT, fromDirectory, from.bits(), toDirectory,
                to.bits(), flags);
    }

    public static int umount2(Address path, int flags) {
        return Rv.ecall(SyscallNumber.UMOUNT2, path.bits(), flags);
    }

    public static int mount(Address source, Address target, Address type, int flags, Address data) {
        return Rv.ecall(SyscallNumber.MOUNT, source.bits(), target.bits(), type.bits(), flags,
                data.bits());
    }

    public static int statfs(Address path, int size, Address buffer) {
        return Rv.ecall(SyscallNumber.STATFS64, path.bits(), size, buffer.bits());
    }

    public static int fstatfs(int file, int size, Address buffer) {
        return Rv.ecall(SyscallNumber.FSTATFS64, file, size, buffer.bits());
    }

    public static int faccessat(int directory, Address path, int mode) {
        return Rv.ecall(SyscallNumber.FACCESSAT, directory, path.bits(), mode);
    }

    public static int faccessat2(int directory, Address path, int mode, int flags) {
        return Rv.ecall(SyscallNumber.FACCESSAT2, directory, path.bits(), mode, flags);
    }

    public static int chdir(Address path) {
        return Rv.ecall(SyscallNumber.CHDIR, path.bits());
    }

    public static int fchdir(int file) {
        return Rv.ecall(SyscallNumber.FCHDIR, file);
    }

    public static int chroot(Address path) {
        return Rv.ecall(SyscallNumber.CHROOT, path.bits());
    }

    public static int fchmod(int file, int mode) {
        return Rv.ecall(SyscallNumber.FCHMOD, file, mode);
    }

    public static int fchmodat(int directory, Address path, int mode) {
        return Rv.ecall(SyscallNumber.FCHMODAT, directory, path.bits(), mode);
    }

    public static int fchownat(int directory, Address path, int user, int group, int flags) {
        return Rv.ecall(SyscallNumber.FCHOWNAT, directory, path.bits(), user, group, flags);
    }

    public static int fchown(int file, int user, int group) {
        return Rv.ecall(SyscallNumber.FCHOWN, file, user, group);
    }

    public static int openat(int directory, Address path, int flags, int mode) {
        return Rv.ecall(SyscallNumber.OPENAT, directory, path.bits(), flags, mode);
    }

    public static int close(int file) {
        return Rv.ecall(SyscallNumber.CLOSE, file);
    }

    public static int closeRange(int first, int last, int flags) {
        return Rv.ecall(SyscallNumber.CLOSE_RANGE, first, last, flags);
    }

    public static int pipe2(Address files, int flags) {
        return Rv.ecall(SyscallNumber.PIPE2, files.bits(), flags);
    }

    public static int getdents(int file, Address buffer, int size) {
        return Rv.ecall(SyscallNumber.GETDENTS64, file, buffer.bits(), size);
    }

    public static int llseek(int file, int high, int low, Address result, int origin) {
        return Rv.ecall(SyscallNumber.LLSEEK, file, high, low, result.bits(), origin);
    }

    public static int read(int file, Address buffer, int size) {
        return Rv.ecall(SyscallNumber.READ, file, buffer.bits(), size);
    }

    public static int write(int file, Address buffer, int size) {
        return Rv.ecall(SyscallNumber.WRITE, file, buffer.bits(), size);
    }

    public static int readv(int file, Address vector, int count) {
        return Rv.ecall(SyscallNumber.READV, file, vector.bits(), count);
    }

    public static int writev(int file, Address vector, int count) {
        return Rv.ecall(SyscallNumber.WRITEV, file, vector.bits(), count);
    }

    public static int sendfile(int to, int from, Address offset, int count) {
        return Rv.ecall(SyscallNumber.SENDFILE64, to, from, offset.bits(), count);
    }

    public static int readlinkat(int directory, Address path, Address buffer, int size) {
        return Rv.ecall(SyscallNumber.READLINKAT, directory, path.bits(), buffer.bits(), size);
    }

    public static int sync() {
        return Rv.ecall(SyscallNumber.SYNC);
    }

    public static int syncfs(int file) {
        return Rv.ecall(SyscallNumber.SYNCFS, file);
    }

    public static int fsync(int file) {
        return Rv.ecall(SyscallNumber.FSYNC, file);
    }

    public static int fdatasync(int file) {
        return Rv.ecall(SyscallNumber.FDATASYNC, file);
    }

    public static int renameat2(int fromDirectory, Address from, int toDirectory, Address to, int
            flags) {
        return Rv.ecall(SyscallNumber.RENAMEAT2, fromDirectory, from.bits(), toDirectory,
                to.bits(), flags);
    }

    public static int statx(int directory, Address path, int flags, int mask, Address buffer) {
        return Rv.ecall(SyscallNumber.STATX, directory, path.bits(), flags, mask, buffer.bits());
    }

    public static int utimensat(int directory, Address path, Address times, int flags) {
        return Rv.ecall(SyscallNumber.UTIMENSAT_TIME64, directory, path.bits(), times.bits(),
                flags);
    }

    public static int ppoll(Address files, int count, Address timeout, Address mask, int size) {
        return Rv.ecall(SyscallNumber.PPOLL_TIME64, files.bits(), count, timeout.bits(),
                mask.bits(), size);
    }

    public static int pselect6(int count, Address read, Address write, Address except, Address
            timeout, Address mask) {
        return Rv.ecall(SyscallNumber.PSELECT6_TIME64, count, read.bits(), write.bits(),
                except.bits(), timeout.bits(), mask.bits());
    }

    /** A length or offset of 64 bits is two registers, the lower half first. */
    public static int ftruncate(int file, long length) {
        return Rv.ecall(SyscallNumber.FTRUNCATE64, file, (int) length, (int) (length >> 32));
    }

    public static int truncate(Address path, long length) {
        return Rv.ecall(SyscallNumber.TRUNCATE64, path.bits(), (int) length,
                (int) (length >> 32));
    }

    public static int fallocate(int file, int mode, long offset, long length) {
        return Rv.ecall(SyscallNumber.FALLOCATE, file, mode, (int) offset, (int) (offset >> 32),
                (int) length, (int) (length >> 32));
    }

    public static int pread(int file, Address buffer, int size, long offset) {
        return Rv.ecall(SyscallNumber.PREAD64, file, buffer.bits(), size, (int) offset,
                (int) (offset >> 32));
    }

    public static int pwrite(int file, Address buffer, int size, long offset) {
        return Rv.ecall(SyscallNumber.PWRITE64, file, buffer.bits(), size, (int) offset,
                (int) (offset >> 32));
    }
}

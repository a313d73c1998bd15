package cleave.guestos.libc;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.Statx;
import cleave.guestos.abi.Timespec;
import cleave.magic.Address;

/** Files by name and by descriptor: POSIX's functions on the current directory and open files. */
public final class Files {
    private static final int HERE = OpenFlags.AT_FDCWD;
    private static final long[] RESULT = new long[1];
    private static final int[] ENDS = new int[2];
    private static final Timespec TIME = new Timespec();

    private Files() {
    }

    // ---- opening ----

    public static int open(Address path, int flags, int mode) {
        return Errors.result(FileCalls.openat(HERE, path, flags | OpenFlags.O_LARGEFILE, mode));
    }

    public static int open(Address path, int flags) {
        return open(path, flags, 0);
    }

    public static int open(String path, int flags) {
        return open(Address.of(path), flags, 0);
    }

    public static int open(String path, int flags, int mode) {
        return open(Address.of(path), flags, mode);
    }

    public static int openat(int directory, Address path, int flags, int mode) {
        return Errors.result(FileCalls.openat(directory, path, flags | OpenFlags.O_LARGEFILE,
                mode));
    }

    public static int creat(Address path, int mode) {
        return open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC, mode);
    }

    public static int close(int file) {
        return Errors.result(FileCalls.close(file));
    }

    public static int dup(int file) {
        return Errors.result(FileCalls.dup(file));
    }

    /** Makes {@code to} another name of {@code file}, closing what it was; equal ones stay. */
    public static int dup2(int file, int to) {
        if (file == to) {
            return fcntl(file, OpenFlags.F_GETFD, 0) < 0 ? -1 : to;
        }
        return dup3(file, to, 0);
    }

    public static int dup3(int file, int to, int flags) {
        return Errors.result(FileCalls.dup3(file, to, flags));
    }

    public static int fcntl(int file, int command, int argument) {
        return Errors.result(FileCalls.fcntl(file, command, argument));
    }

    public static int ioctl(int file, int request, int argument) {
        return Errors.result(FileCalls.ioctl(file, request, argument));
    }

    /**
     * A pipe; 0 or -1. Its ends are {@link #readEnd} and {@link #writeEnd} until the next call.
     */
    public static int pipe() {
        return pipe2(0);
    }

    public static int pipe2(int flags) {
        return Errors.result(FileCalls.pipe2(Address.of(ENDS), flags));
    }

    public static int readEnd() {
        return ENDS[0];
    }

    public static int writeEnd() {
        return ENDS[1];
    }

    // ---- reading and writing ----

    public static int read(int file, Address buffer, int bytes) {
        return Errors.result(FileCalls.read(file, buffer, bytes));
    }

    public static int write(int file, Address buffer, int bytes) {
        return Errors.result(FileCalls.write(file, buffer, bytes));
    }

    public static int write(int file, String text) {
        return write(file, Address.of(text), text.length());
    }

    public static int pread(int file, Address buffer, int bytes, long offset) {
        return Errors.result(FileCalls.pread(file, buffer, bytes, offset));
    }

    public static int pwrite(int file, Address buffer, int bytes, long offset) {
        return Errors.result(FileCalls.pwrite(file, buffer, bytes, offset));
    }

    /** The new offset, or -1. */
    public static long lseek(int file, long offset, int origin) {
        int raw = FileCalls.llseek(file, (int) (offset >> 32), (int) offset, Address.of(RESULT),
                origin);
        return Errors.are(raw) ? Errors.result(raw) : RESULT[0];
    }

    public static int ftruncate(int file, long length) {
        return Errors.result(FileCalls.ftruncate(file, length));
    }

    public static int truncate(Address path, long length) {
        return Errors.result(FileCalls.truncate(path, length));
    }

    public static int fsync(int file) {
        return Errors.result(FileCalls.fsync(file));
    }

    public static void sync() {
        FileCalls.sync();
    }

    /**
     * Waits until one of the files of an array is ready, for at most that many milliseconds, any
     * time for -1; how many are ready, or -1.
     */
    public static int poll(PollDescriptor first, int count, int milliseconds) {
        TIME.seconds = milliseconds / 1000;
        TIME.nanoseconds = milliseconds % 1000 * 1_000_000;
        return Errors.result(FileCalls.ppoll(Address.of(first), count,
                milliseconds < 0 ? Address.of(0) : Address.of(TIME), Address.of(0), 8));
    }

    // ---- attributes ----

    /** What the file behind a path is, links followed; 0 or -1. */
    public static int stat(Address path, Statx to) {
        return Errors.result(FileCalls.statx(HERE, path, 0, Statx.BASIC, Address.of(to)));
    }

    /** What the path itself is, if it is a link. */
    public static int lstat(Address path, Statx to) {
        return Errors.result(FileCalls.statx(HERE, path, OpenFlags.AT_SYMLINK_NOFOLLOW,
                Statx.BASIC, Address.of(to)));
    }

    public static int fstat(int file, Statx to) {
        return Errors.result(FileCalls.statx(file, Address.of(""), OpenFlags.AT_EMPTY_PATH,
                Statx.BASIC, Address.of(to)));
    }

    public static int fstatat(int directory, Address path, Statx to, int flags) {
        return Errors.result(FileCalls.statx(directory, path, flags, Statx.BASIC,
                Address.of(to)));
    }

    public static boolean isDirectory(Statx file) {
        return (file.mode & FileMode.S_IFMT) == FileMode.S_IFDIR;
    }

    public static boolean isRegular(Statx file) {
        return (file.mode & FileMode.S_IFMT) == FileMode.S_IFREG;
    }

    public static boolean isLink(Statx file) {
        return (file.mode & FileMode.S_IFMT) == FileMode.S_IFLNK;
    }

    /** Whether the user may: {@code R_OK W_OK X_OK} of {@link FileMode}, or just F_OK; 0 or -1. */
    public static int access(Address path, int mode) {
        return Errors.result(FileCalls.faccessat(HERE, path, mode));
    }

    public static int chmod(Address path, int mode) {
        return Errors.result(FileCalls.fchmodat(HERE, path, mode));
    }

    public static int fchmod(int file, int mode) {
        return Errors.result(FileCalls.fchmod(file, mode));
    }

    /** Owner and group, -1 for one that stays. */
    public static int chown(Address path, int user, int group) {
        return Errors.result(FileCalls.fchownat(HERE, path, user, group, 0));
    }

    public static int lchown(Address path, int user, int group) {
        return Errors.result(FileCalls.fchownat(HERE, path, user, group,
                OpenFlags.AT_SYMLINK_NOFOLLOW));
    }

    public static int fchown(int file, int user, int group) {
        return Errors.result(FileCalls.fchown(file, user, group));
    }

    /** Times of the last access and change: two {@link Timespec}s, or null for now. */
    public static int utimensat(int directory, Address path, Address times, int flags) {
        return Errors.result(FileCalls.utimensat(directory, path, times, flags));
    }

    // ---- names ----

    public static int link(Address from, Address to) {
        return Errors.result(FileCalls.linkat(HERE, from, HERE, to, 0));
    }

    public static int symlink(Address target, Address path) {
        return Errors.result(FileCalls.symlinkat(target, HERE, path));
    }

    /** The text of a link, without a zero at the end; its length, or -1. */
    public static int readlink(Address path, Address to, int size) {
        return Errors.result(FileCalls.readlinkat(HERE, path, to, size));
    }

    public static int unlink(Address path) {
        return Errors.result(FileCalls.unlinkat(HERE, path, 0));
    }

    public static int rmdir(Address path) {
        return Errors.result(FileCalls.unlinkat(HERE, path, OpenFlags.AT_REMOVEDIR));
    }

    public static int rename(Address from, Address to) {
        return Errors.result(FileCalls.renameat2(HERE, from, HERE, to, 0));
    }

    public static int mkdir(Address path, int mode) {
        return Errors.result(FileCalls.mkdirat(HERE, path, mode));
    }

    public static int mknod(Address path, int mode, int device) {
        return Errors.result(FileCalls.mknodat(HERE, path, mode, device));
    }

    public static int mkfifo(Address path, int mode) {
        return mknod(path, mode | FileMode.S_IFIFO, 0);
    }

    public static int chdir(Address path) {
        return Errors.result(FileCalls.chdir(path));
    }

    public static int fchdir(int file) {
        return Errors.result(FileCalls.fchdir(file));
    }

    public static int chroot(Address path) {
        return Errors.result(FileCalls.chroot(path));
    }

    /** The current directory's path; null with ERANGE if {@code size} is too small. */
    public static Address getcwd(Address to, int size) {
        return Errors.result(FileCalls.getcwd(to, size)) < 0 ? Address.of(0) : to;
    }
}

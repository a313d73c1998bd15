package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.Walk;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/**
 * {@code openat2}: {@code openat} that refuses what it does not know, and that can be told where
 * the path may not lead. {@code RESOLVE_CACHED} is met as if everything were in memory.
 */
final class OpenHowCall {
    private static final int HOW_BYTES = 24;
    private static final int RESOLVE_CACHED = 32;
    private static final int RESOLVE_ALL = Walk.NO_XDEV | Walk.NO_MAGIC_LINKS
            | Walk.NO_SYMBOLIC_LINKS | Walk.BENEATH | Walk.IN_ROOT | RESOLVE_CACHED;
    private static final int FLAGS = OpenFlags.O_ACCMODE | OpenFlags.O_CREAT | OpenFlags.O_EXCL
            | OpenFlags.O_NOCTTY | OpenFlags.O_TRUNC | OpenFlags.O_APPEND | OpenFlags.O_NONBLOCK
            | OpenFlags.O_DSYNC | OpenFlags.O_SYNC | OpenFlags.O_ASYNC | OpenFlags.O_DIRECT
            | OpenFlags.O_LARGEFILE | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW
            | OpenFlags.O_NOATIME | OpenFlags.O_CLOEXEC | OpenFlags.O_PATH | OpenFlags.O_TMPFILE;
    private static final int WITH_PATH = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY
            | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC | OpenFlags.O_LARGEFILE;
    private static final int TMPFILE_BIT = OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;

    /** Flags, mode and bounds: three numbers of 64 bits. */
    private static final long[] HOW = new long[3];

    private OpenHowCall() {
    }

    @EntryPoint("sys_openat2")
    static int open(int directory, int path, int how, int bytes) {
        int result = UserStructs.read(Address.of(HOW), HOW_BYTES, how, bytes, HOW_BYTES);
        if (result < 0) {
            return result;
        }
        int flags = (int) HOW[0];
        int mode = (int) HOW[1];
        int resolve = (int) HOW[2];
        boolean creating = (flags & (OpenFlags.O_CREAT | TMPFILE_BIT)) != 0;
        boolean unknown = (HOW[0] & ~(long) FLAGS) != 0 || (HOW[2] & ~(long) RESOLVE_ALL) != 0;
        boolean badMode = (HOW[1] & ~(long) FileMode.PERMISSIONS) != 0 || !creating && mode != 0;
        boolean badPath = (flags & OpenFlags.O_PATH) != 0 && (flags & ~WITH_PATH) != 0;
        int scope = Walk.BENEATH | Walk.IN_ROOT;
        if (unknown || badMode || badPath || (resolve & scope) == scope) {
            return -Errno.EINVAL;
        }
        if ((resolve & RESOLVE_CACHED) != 0 && (creating || (flags & OpenFlags.O_TRUNC) != 0)) {
            return -Errno.EAGAIN;
        }
        return FileCalls.open(directory, path, flags, mode, resolve & ~RESOLVE_CACHED);
    }
}

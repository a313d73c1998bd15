package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.SyscallNumber;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Events;
import cleave.magic.Address;

/** Calls that may wait for others, and end for some events, come before or meanwhile. */
final class Alert {
    private Alert() {
    }

    private static int call(int events, int number, int a0, int a1, int a2, int a3) {
        int result = Events.call(events, number, a0, a1, a2, a3);
        while (result == -Errno.EINTR && !Events.are(events)) {
            result = Events.call(events, number, a0, a1, a2, a3);
        }
        return result;
    }

    /** {@code read}: bytes or {@code -errno}. */
    static int read(int events, int file, Address to, int bytes) {
        return call(events, SyscallNumber.READ, file, to.bits(), bytes, 0);
    }

    /** {@code open}: a descriptor, or -1 and errno. */
    static int open(int events, Address path, int flags, int mode) {
        return Errors.result(call(events, SyscallNumber.OPENAT, OpenFlags.AT_FDCWD, path.bits(),
                flags | OpenFlags.O_LARGEFILE, mode));
    }
}

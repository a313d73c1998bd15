package cleave.guestos.user.tools.common;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** Bytes from one open file to another, without streams. */
public final class Copying {
    private static final int SIZE = 0x4000;
    private static final Buffer BUFFER = new Buffer();

    /** In a struct it takes no room in the executable. */
    private static final class Buffer extends Struct {
        @Inline(SIZE)
        byte[] bytes;
    }

    private Copying() {
    }

    /** Copies to the end. 0; -1 if reading has failed, -2 if writing has, with errno. */
    public static int all(int from, int to) {
        Address buffer = Address.of(BUFFER);
        while (true) {
            int bytes = Files.read(from, buffer, SIZE);
            if (bytes == 0) {
                return 0;
            }
            if (bytes < 0) {
                if (Errors.errno != Errno.EINTR) {
                    return -1;
                }
            } else if (!write(to, buffer, bytes)) {
                return -2;
            }
        }
    }

    /** Writes all bytes, in as many writes as it takes. */
    public static boolean write(int to, Address from, int bytes) {
        int done = 0;
        while (done < bytes) {
            int written = Files.write(to, from.plus(done), bytes - done);
            if (written >= 0) {
                done += written;
            } else if (Errors.errno != Errno.EINTR) {
                return false;
            }
        }
        return true;
    }
}

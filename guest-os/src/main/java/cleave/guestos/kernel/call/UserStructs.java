package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.magic.Address;

/** Structs that may grow: a program says how long its are, and what we do not know must be 0. */
final class UserStructs {
    private static final byte[] BYTE = new byte[1];

    private UserStructs() {
    }

    /**
     * Reads one.
     *
     * @param known bytes that we know, those that the program's lacks become 0
     * @param bytes bytes of the program's
     * @param least bytes that it must have
     * @return 0, {@code -EINVAL} if it is too short, {@code -E2BIG} if something unknown is set or
     *         it is longer than a page, {@code -EFAULT}
     */
    static int read(Address to, int known, int from, int bytes, int least) {
        if (Integer.compareUnsigned(bytes, least) < 0) {
            return -Errno.EINVAL;
        }
        if (Integer.compareUnsigned(bytes, Pte.PAGE_SIZE) > 0) {
            return -Errno.E2BIG;
        }
        for (int at = known; at < bytes; at++) {
            int result = UserMemory.copyIn(Address.of(BYTE), from + at, 1);
            if (result < 0 || BYTE[0] != 0) {
                return result < 0 ? result : -Errno.E2BIG;
            }
        }
        int read = Math.min(known, bytes);
        int result = UserMemory.copyIn(to, from, read);
        if (result < 0) {
            return result;
        }
        for (int at = read; at < known; at++) {
            to.storeByte(at, 0);
        }
        // The first time may have slept for a page, while others have read theirs.
        return UserMemory.copyIn(to, from, read);
    }
}

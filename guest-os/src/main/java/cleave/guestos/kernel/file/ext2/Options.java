package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.file.Bytes;
import cleave.magic.Address;

/** What {@code mount -o} may say of ext2: {@code errors=continue|remount-ro|panic}. */
final class Options {
    private static final int GO_ON = 1;

    private Options() {
    }

    /** Among the values of {@link DiskSuperblock#errors}; 0 for what the disk says; or an error. */
    static int onError(Address options) {
        int result = 0;
        Address at = options;
        while (at.loadByte(0) != 0) {
            int length = 0;
            while (at.loadByte(length) != ',' && at.loadByte(length) != 0) {
                length++;
            }
            if (is(at, length, "errors=continue")) {
                result = GO_ON;
            } else if (is(at, length, "errors=remount-ro")) {
                result = DiskSuperblock.READ_ONLY_ON_ERROR;
            } else if (is(at, length, "errors=panic")) {
                result = DiskSuperblock.PANIC_ON_ERROR;
            } else {
                Log.line().text("ext2: the only mount option is errors=continue, errors=remount-ro")
                        .text(" or errors=panic, and not ").text(at).end();
                return -Errno.EINVAL;
            }
            at = at.plus(length);
            if (at.loadByte(0) == ',') {
                at = at.plus(1);
            }
        }
        return result;
    }

    private static boolean is(Address at, int length, String option) {
        return length == option.length() && Bytes.equal(at, Address.of(option), length);
    }
}

package cleave.guestos.kernel.memory;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;
import cleave.magic.Symbol;

/**
 * Access of the kernel to the memory of the current process, which may sleep until a page is there
 * and copies shared pages first, as the program's own accesses do. Addresses of programs are
 * {@code int}, so that no struct of a program is touched by mistake.
 */
public final class UserMemory {
    private static final int[] WORD = new int[1];

    private UserMemory() {
    }

    /** Whether all of the range is below the kernel. */
    public static boolean isUser(int address, int bytes) {
        return Integer.compareUnsigned(bytes, AddressSpace.USER_END) <= 0
                && Integer.compareUnsigned(address, AddressSpace.USER_END - bytes) <= 0;
    }

    /** Copies from the program; 0 or {@code -EFAULT}, then with a part copied. */
    public static int copyIn(Address to, int from, int bytes) {
        return isUser(from, bytes) ? copy(to.bits(), from, bytes) : -Errno.EFAULT;
    }

    /** Copies to the program; 0 or {@code -EFAULT}, then with a part copied. */
    public static int copyOut(int to, Address from, int bytes) {
        return isUser(to, bytes) ? copy(to, from.bits(), bytes) : -Errno.EFAULT;
    }

    /**
     * Copies a string with its zero.
     *
     * @param max room for the zero, too
     * @return its length without the zero, {@code -EFAULT} or {@code -ENAMETOOLONG}
     */
    public static int copyString(Address to, int from, int max) {
        if (Integer.compareUnsigned(from, AddressSpace.USER_END) >= 0) {
            return -Errno.EFAULT;
        }
        int room = AddressSpace.USER_END - from;
        boolean shortened = Integer.compareUnsigned(room, max) < 0;
        int length = string(to.bits(), from, shortened ? room : max);
        if (length == max) {
            return -Errno.ENAMETOOLONG;
        }
        return shortened && length == room ? -Errno.EFAULT : length;
    }

    /** Fills a range with zeros; 0 or {@code -EFAULT}. */
    public static int clear(int to, int bytes) {
        return isUser(to, bytes) ? clearBytes(to, bytes) : -Errno.EFAULT;
    }

    public static int writeInt(int to, int value) {
        if ((to & 3) != 0 || !isUser(to, Integer.BYTES)) {
            return writeBytes(to, value);
        }
        return storeWord(to, value);
    }

    private static int writeBytes(int to, int value) {
        WORD[0] = value;
        return copyOut(to, Address.of(WORD), Integer.BYTES);
    }

    public static int writeByte(int to, int value) {
        WORD[0] = value;
        return copyOut(to, Address.of(WORD), 1);
    }

    /** The word is left in {@link #word()}; 0 or {@code -EFAULT}. */
    public static int readInt(int from) {
        return copyIn(Address.of(WORD), from, Integer.BYTES);
    }

    /** What {@link #readInt} has read; to be taken before anything sleeps. */
    public static int word() {
        return WORD[0];
    }

    /** 0 or {@code -EFAULT}. */
    @Symbol("user_copy")
    private static native int copy(int to, int from, int bytes);

    /** The length, {@code max} if there is no zero, or {@code -EFAULT}. */
    @Symbol("user_string")
    private static native int string(int to, int from, int max);

    @Symbol("user_clear")
    private static native int clearBytes(int to, int bytes);

    @Symbol("user_store_word")
    private static native int storeWord(int to, int value);
}

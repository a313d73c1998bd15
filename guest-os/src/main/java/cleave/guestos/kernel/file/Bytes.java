package cleave.guestos.kernel.file;

import cleave.magic.Address;

/** Work on bytes of the kernel's memory. */
public final class Bytes {
    private static final int WORD_MASK = 3;

    private Bytes() {
    }

    /** Copies to where nothing overlaps. */
    public static void copy(Address to, Address from, int bytes) {
        int at = 0;
        if (((to.bits() | from.bits()) & WORD_MASK) == 0) {
            while (at + Integer.BYTES <= bytes) {
                to.storeInt(at, from.loadInt(at));
                at += Integer.BYTES;
            }
        }
        while (at < bytes) {
            to.storeByte(at, from.loadByte(at));
            at++;
        }
    }

    public static void clear(Address to, int bytes) {
        int at = 0;
        while (at < bytes && (to.bits() + at & WORD_MASK) != 0) {
            to.storeByte(at, 0);
            at++;
        }
        while (at + Integer.BYTES <= bytes) {
            to.storeInt(at, 0);
            at += Integer.BYTES;
        }
        while (at < bytes) {
            to.storeByte(at, 0);
            at++;
        }
    }

    public static boolean equal(Address a, Address b, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (a.loadByte(i) != b.loadByte(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all are zeros; the address and the number are multiples of 4. */
    public static boolean areZero(Address at, int bytes) {
        for (int i = 0; i < bytes; i += Integer.BYTES) {
            if (at.loadInt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of a C string, without its zero. */
    public static int length(Address text) {
        int length = 0;
        while (text.loadByte(length) != 0) {
            length++;
        }
        return length;
    }

    /** Whether two C strings are the same. */
    public static boolean same(Address a, Address b) {
        int length = length(a);
        return equal(a, b, length + 1);
    }

    /** A value for tables of names. */
    static int hash(Address name, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash(hash, name.loadByte(i));
        }
        return hash;
    }

    /** The value of a name that is longer by a character. */
    static int hash(int hash, int character) {
        return (hash << 5) - hash + character;
    }
}

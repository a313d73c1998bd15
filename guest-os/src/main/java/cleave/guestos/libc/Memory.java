package cleave.guestos.libc;

import cleave.magic.Address;

/** Bytes in memory: copied, filled, compared and searched. */
public final class Memory {
    private static final int BLOCK = 16;

    private Memory() {
    }

    /** Copies bytes between places that do not overlap; returns where the copy begins. */
    public static Address copy(Address to, Address from, int bytes) {
        int i = 0;
        if (((to.bits() ^ from.bits()) & 3) == 0) {
            for (; i < bytes && (to.bits() + i & 3) != 0; i++) {
                to.storeByte(i, from.loadByte(i));
            }
            for (; i <= bytes - BLOCK; i += BLOCK) {
                int a = from.loadInt(i);
                int b = from.loadInt(i + 4);
                int c = from.loadInt(i + 8);
                int d = from.loadInt(i + 12);
                to.storeInt(i, a);
                to.storeInt(i + 4, b);
                to.storeInt(i + 8, c);
                to.storeInt(i + 12, d);
            }
        }
        for (; i < bytes; i++) {
            to.storeByte(i, from.loadByte(i));
        }
        return to;
    }

    /** Copies bytes as if there were a place in between. */
    public static Address move(Address to, Address from, int bytes) {
        if (Integer.compareUnsigned(to.minus(from), bytes) < 0) {
            for (int i = bytes - 1; i >= 0; i--) {
                to.storeByte(i, from.loadByte(i));
            }
            return to;
        }
        return copy(to, from, bytes);
    }

    /** Sets every byte to the low eight bits of {@code value}. */
    public static Address fill(Address at, int value, int bytes) {
        int i = 0;
        while (i < bytes && (at.bits() + i & 3) != 0) {
            at.storeByte(i, value);
            i++;
        }
        int word = (value & 0xff) * 0x0101_0101;
        for (; i <= bytes - BLOCK; i += BLOCK) {
            at.storeInt(i, word);
            at.storeInt(i + 4, word);
            at.storeInt(i + 8, word);
            at.storeInt(i + 12, word);
        }
        for (; i < bytes; i++) {
            at.storeByte(i, value);
        }
        return at;
    }

    public static Address clear(Address at, int bytes) {
        return fill(at, 0, bytes);
    }

    /** Below, at or above zero as the first difference is, bytes unsigned. */
    public static int compare(Address a, Address b, int bytes) {
        for (int i = 0; i < bytes; i++) {
            int difference = a.loadUnsignedByte(i) - b.loadUnsignedByte(i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** Where the byte first is; null if it is not there. */
    public static Address find(Address at, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (at.loadUnsignedByte(i) == (value & 0xff)) {
                return at.plus(i);
            }
        }
        return Address.of(0);
    }
}

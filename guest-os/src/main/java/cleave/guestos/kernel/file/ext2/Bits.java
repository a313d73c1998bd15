package cleave.guestos.kernel.file.ext2;

import cleave.magic.Address;

/** A bitmap on the disk: bit 0 is the lowest of byte 0. */
final class Bits {
    private static final int WORD_SHIFT = 5;
    private static final int WORD_MASK = 31;

    private Bits() {
    }

    static boolean isSet(Address map, int bit) {
        return (map.loadUnsignedByte(bit >>> 3) >>> (bit & 7) & 1) != 0;
    }

    static void set(Address map, int bit) {
        map.storeByte(bit >>> 3, map.loadUnsignedByte(bit >>> 3) | 1 << (bit & 7));
    }

    static void clear(Address map, int bit) {
        map.storeByte(bit >>> 3, map.loadUnsignedByte(bit >>> 3) & ~(1 << (bit & 7)));
    }

    /** The first bit that is 0, from {@code from} on; {@code end} if there is none before that. */
    static int firstClear(Address map, int from, int end) {
        int bit = from;
        while (bit < end) {
            int word = ~map.loadInt(bit >>> WORD_SHIFT << 2) & -1 << (bit & WORD_MASK);
            if (word != 0) {
                int found = (bit & ~WORD_MASK) + Integer.numberOfTrailingZeros(word);
                return Math.min(found, end);
            }
            bit = (bit | WORD_MASK) + 1;
        }
        return end;
    }
}

package cleave.toolchain.compiler.runtime;

import cleave.magic.Inline;

/** Methods of {@code java.lang.Integer} of the same names. */
public final class IntegerMethods {
    private IntegerMethods() {
    }

    static int bitCount(int value) {
        int pairs = value - (value >>> 1 & 0x5555_5555);
        int nibbles = (pairs & 0x3333_3333) + (pairs >>> 2 & 0x3333_3333);
        return (nibbles + (nibbles >>> 4) & 0x0f0f_0f0f) * 0x0101_0101 >>> 24;
    }

    /** By halving: which half has the highest bit? */
    static int numberOfLeadingZeros(int value) {
        if (value == 0) {
            return 32;
        }
        int rest = value;
        int zeros = 0;
        if (rest >>> 16 == 0) {
            zeros += 16;
            rest <<= 16;
        }
        if (rest >>> 24 == 0) {
            zeros += 8;
            rest <<= 8;
        }
        if (rest >>> 28 == 0) {
            zeros += 4;
            rest <<= 4;
        }
        if (rest >>> 30 == 0) {
            zeros += 2;
            rest <<= 2;
        }
        return zeros + (rest >= 0 ? 1 : 0);
    }

    /** The zeros below the lowest bit are the ones of the number that is one less than it. */
    static int numberOfTrailingZeros(int value) {
        return bitCount((value & -value) - 1);
    }

    static int highestOneBit(int value) {
        return value & 0x8000_0000 >>> numberOfLeadingZeros(value);
    }

    static int reverse(int value) {
        int bits = (value & 0x5555_5555) << 1 | value >>> 1 & 0x5555_5555;
        bits = (bits & 0x3333_3333) << 2 | bits >>> 2 & 0x3333_3333;
        bits = (bits & 0x0f0f_0f0f) << 4 | bits >>> 4 & 0x0f0f_0f0f;
        return reverseBytes(bits);
    }

    static int reverseBytes(int value) {
        int bytes = (value & 0x00ff_00ff) << 8 | value >>> 8 & 0x00ff_00ff;
        return bytes << 16 | bytes >>> 16;
    }

    @Inline
    static int sum(int a, int b) {
        return a + b;
    }

    @Inline
    static int min(int a, int b) {
        return a < b ? a : b;
    }

    @Inline
    static int max(int a, int b) {
        return a > b ? a : b;
    }
}

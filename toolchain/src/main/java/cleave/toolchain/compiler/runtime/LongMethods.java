package cleave.toolchain.compiler.runtime;

import cleave.magic.Inline;

/** Methods of {@code java.lang.Long} of the same names. */
public final class LongMethods {
    private LongMethods() {
    }

    static int bitCount(long value) {
        return Integer.bitCount((int) value) + Integer.bitCount((int) (value >>> 32));
    }

    static int numberOfLeadingZeros(long value) {
        int high = (int) (value >>> 32);
        return high == 0 ? 32 + Integer.numberOfLeadingZeros((int) value)
                : Integer.numberOfLeadingZeros(high);
    }

    static int numberOfTrailingZeros(long value) {
        int low = (int) value;
        return low == 0 ? 32 + Integer.numberOfTrailingZeros((int) (value >>> 32))
                : Integer.numberOfTrailingZeros(low);
    }

    static long highestOneBit(long value) {
        return value & 0x8000_0000_0000_0000L >>> numberOfLeadingZeros(value);
    }

    static long reverse(long value) {
        return (long) Integer.reverse((int) value) << 32
                | Integer.toUnsignedLong(Integer.reverse((int) (value >>> 32)));
    }

    static long reverseBytes(long value) {
        return (long) Integer.reverseBytes((int) value) << 32
                | Integer.toUnsignedLong(Integer.reverseBytes((int) (value >>> 32)));
    }

    @Inline
    static long sum(long a, long b) {
        return a + b;
    }

    @Inline
    static long min(long a, long b) {
        return a < b ? a : b;
    }

    @Inline
    static long max(long a, long b) {
        return a > b ? a : b;
    }
}

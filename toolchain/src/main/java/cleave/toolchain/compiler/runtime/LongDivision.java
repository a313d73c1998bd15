package cleave.toolchain.compiler.runtime;

import cleave.magic.Symbol;
import cleave.magic.Unchecked;

/**
 * Division of 64-bit numbers by 32-bit instructions, under the names that GCC's library has for it.
 * By zero the quotient is -1 and the remainder the dividend, as the instructions have it; Java's
 * exception is a check before the call. A divisor of one word takes at most two steps of long
 * division in base 2^32 (Knuth, The Art of Computer Programming 2, 4.3.1); a longer one has a
 * quotient of one word, which is found bit by bit from the difference of lengths on.
 */
@Unchecked("divisors are not zero where it divides")
public final class LongDivision {
    private static final int WORD_BITS = 32;

    private LongDivision() {
    }

    @Symbol("__divdi3")
    static long divide(long dividend, long divisor) {
        long quotient = divideUnsigned(absolute(dividend), absolute(divisor));
        if (divisor == 0) {
            return -1;
        }
        return (dividend ^ divisor) < 0 ? -quotient : quotient;
    }

    @Symbol("__moddi3")
    static long remainder(long dividend, long divisor) {
        long remainder = remainderUnsigned(absolute(dividend), absolute(divisor));
        return dividend < 0 ? -remainder : remainder;
    }

    @Symbol("__umoddi3")
    static long remainderUnsigned(long dividend, long divisor) {
        return dividend - divideUnsigned(dividend, divisor) * divisor;
    }

    @Symbol("__udivdi3")
    static long divideUnsigned(long dividend, long divisor) {
        int high = (int) (dividend >>> WORD_BITS);
        int low = (int) dividend;
        if ((int) (divisor >>> WORD_BITS) != 0) {
            return divideByLong(dividend, divisor);
        }
        int word = (int) divisor;
        if (word == 0) {
            return -1;
        }
        if (high == 0) {
            return Integer.toUnsignedLong(Integer.divideUnsigned(low, word));
        }
        int quotient = Integer.divideUnsigned(high, word);
        return ((long) quotient << WORD_BITS) | Integer.toUnsignedLong(
                divideWords(high - quotient * word, low, word));
    }

    private static long absolute(long value) {
        return value < 0 ? -value : value;
    }

    /** The quotient of {@code high:low} by a word that is greater than {@code high}. */
    private static int divideWords(int high, int low, int divisor) {
        if (high == 0) {
            return Integer.divideUnsigned(low, divisor);
        }
        int shift = Integer.numberOfLeadingZeros(divisor);
        int normal = divisor << shift;
        int top = shift == 0 ? high : high << shift | low >>> WORD_BITS - shift;
        int rest = low << shift;
        int first = halfDigit(top, rest >>> 16, normal);
        int middle = (top << 16 | rest >>> 16) - first * normal;
        int second = halfDigit(middle, rest & 0xffff, normal);
        return first << 16 | second & 0xffff;
    }

    /** A digit in base 2^16 of {@code top:next} by a divisor whose highest bit is set. */
    private static int halfDigit(int top, int next, int divisor) {
        int divisorHigh = divisor >>> 16;
        int divisorLow = divisor & 0xffff;
        int digit = Integer.divideUnsigned(top, divisorHigh);
        int rest = top - digit * divisorHigh;
        while (digit >>> 16 != 0 || Integer.compareUnsigned(digit * divisorLow,
                rest << 16 | next) > 0) {
            digit--;
            rest += divisorHigh;
            if (rest >>> 16 != 0) {
                break;
            }
        }
        return digit;
    }

    /** By a divisor of two words. */
    private static long divideByLong(long dividend, long divisor) {
        int shift = Integer.numberOfLeadingZeros((int) (divisor >>> WORD_BITS))
                - Integer.numberOfLeadingZeros((int) (dividend >>> WORD_BITS));
        if (shift < 0) {
            return 0;
        }
        long part = divisor << shift;
        long rest = dividend;
        int quotient = 0;
        for (int i = shift; i >= 0; i--) {
            quotient <<= 1;
            if (Long.compareUnsigned(rest, part) >= 0) {
                rest -= part;
                quotient |= 1;
            }
            part >>>= 1;
        }
        return Integer.toUnsignedLong(quotient);
    }
}

package cleave.toolchain.compiler.runtime;

import cleave.magic.Inline;

/** Methods of {@code java.lang.Math} of the same names. */
public final class MathMethods {
    private MathMethods() {
    }

    @Inline
    static int min(int a, int b) {
        return a < b ? a : b;
    }

    @Inline
    static int max(int a, int b) {
        return a > b ? a : b;
    }

    @Inline
    static long min(long a, long b) {
        return a < b ? a : b;
    }

    @Inline
    static long max(long a, long b) {
        return a > b ? a : b;
    }

    @Inline
    static int abs(int value) {
        int sign = value >> 31;
        return (value ^ sign) - sign;
    }

    @Inline
    static long abs(long value) {
        return value < 0 ? -value : value;
    }

    static int floorDiv(int a, int b) {
        int quotient = a / b;
        return (a ^ b) < 0 && quotient * b != a ? quotient - 1 : quotient;
    }

    static int floorMod(int a, int b) {
        int rest = a % b;
        return (rest ^ b) < 0 && rest != 0 ? rest + b : rest;
    }

    static long floorDiv(long a, long b) {
        long quotient = a / b;
        return (a ^ b) < 0 && quotient * b != a ? quotient - 1 : quotient;
    }

    static long floorDiv(long a, int b) {
        return floorDiv(a, (long) b);
    }

    static long floorMod(long a, long b) {
        long rest = a % b;
        return (rest ^ b) < 0 && rest != 0 ? rest + b : rest;
    }

    static int floorMod(long a, int b) {
        return (int) floorMod(a, (long) b);
    }

    /** The upper half of the unsigned product, less what the signs have added to it. */
    static long multiplyHigh(long a, long b) {
        return unsignedMultiplyHigh(a, b) - (a >> 63 & b) - (b >> 63 & a);
    }

    static long unsignedMultiplyHigh(long a, long b) {
        long lowA = Integer.toUnsignedLong((int) a);
        long lowB = Integer.toUnsignedLong((int) b);
        long highA = a >>> 32;
        long highB = b >>> 32;
        long middle = highA * lowB + (lowA * lowB >>> 32);
        long other = lowA * highB + Integer.toUnsignedLong((int) middle);
        return highA * highB + (middle >>> 32) + (other >>> 32);
    }
}

package cleave.toolchain.isa;

/**
 * The integer operations of RV32I, M, Zba, Zbb and Zbs over values: the one definition that
 * interpreter, translator and constant folder share. Shift amounts and bit numbers use the low
 * five bits of the second operand. Nothing here throws: division follows the manual's table for
 * a zero divisor and for overflow.
 */
public final class Alu {
    private Alu() {
    }

    // ---- RV32I ----

    public static int add(int a, int b) {
        return a + b;
    }

    public static int sub(int a, int b) {
        return a - b;
    }

    public static int sll(int a, int b) {
        return a << b;
    }

    public static int slt(int a, int b) {
        return a < b ? 1 : 0;
    }

    public static int sltu(int a, int b) {
        return Integer.compareUnsigned(a, b) < 0 ? 1 : 0;
    }

    public static int xor(int a, int b) {
        return a ^ b;
    }

    public static int srl(int a, int b) {
        return a >>> b;
    }

    public static int sra(int a, int b) {
        return a >> b;
    }

    public static int or(int a, int b) {
        return a | b;
    }

    public static int and(int a, int b) {
        return a & b;
    }

    // ---- M ----

    public static int mul(int a, int b) {
        return a * b;
    }

    public static int mulh(int a, int b) {
        return (int) ((long) a * b >> 32);
    }

    public static int mulhsu(int a, int b) {
        return (int) (a * (b & 0xffff_ffffL) >> 32);
    }

    public static int mulhu(int a, int b) {
        return (int) ((a & 0xffff_ffffL) * (b & 0xffff_ffffL) >>> 32);
    }

    /** Java's own division gives the manual's result on overflow: the dividend. */
    public static int div(int a, int b) {
        return b == 0 ? -1 : a / b;
    }

    public static int divu(int a, int b) {
        return b == 0 ? -1 : Integer.divideUnsigned(a, b);
    }

    /** Java's own remainder gives the manual's result on overflow: zero. */
    public static int rem(int a, int b) {
        return b == 0 ? a : a % b;
    }

    public static int remu(int a, int b) {
        return b == 0 ? a : Integer.remainderUnsigned(a, b);
    }

    // ---- Zba ----

    public static int sh1add(int a, int b) {
        return (a << 1) + b;
    }

    public static int sh2add(int a, int b) {
        return (a << 2) + b;
    }

    public static int sh3add(int a, int b) {
        return (a << 3) + b;
    }

    // ---- Zbb ----

    public static int andn(int a, int b) {
        return a & ~b;
    }

    public static int orn(int a, int b) {
        return a | ~b;
    }

    public static int xnor(int a, int b) {
        return ~(a ^ b);
    }

    public static int clz(int a) {
        return Integer.numberOfLeadingZeros(a);
    }

    public static int ctz(int a) {
        return Integer.numberOfTrailingZeros(a);
    }

    public static int cpop(int a) {
        return Integer.bitCount(a);
    }

    public static int max(int a, int b) {
        return Math.max(a, b);
    }

    public static int maxu(int a, int b) {
        return Integer.compareUnsigned(a, b) > 0 ? a : b;
    }

    public static int min(int a, int b) {
        return Math.min(a, b);
    }

    public static int minu(int a, int b) {
        return Integer.compareUnsigned(a, b) < 0 ? a : b;
    }

    public static int sextB(int a) {
        return (byte) a;
    }

    public static int sextH(int a) {
        return (short) a;
    }

    public static int zextH(int a) {
        return a & 0xffff;
    }

    public static int rol(int a, int b) {
        return Integer.rotateLeft(a, b);
    }

    public static int ror(int a, int b) {
        return Integer.rotateRight(a, b);
    }

    /** Each byte becomes 0xff unless it is zero. */
    public static int orcB(int a) {
        // The high bit of each byte tells whether any bit of that byte is set.
        int high = (((a & 0x7f7f_7f7f) + 0x7f7f_7f7f) | a) & 0x8080_8080;
        return (high >>> 7) * 0xff;
    }

    public static int rev8(int a) {
        return Integer.reverseBytes(a);
    }

    // ---- Zbs ----

    public static int bclr(int a, int b) {
        return a & ~(1 << b);
    }

    public static int bext(int a, int b) {
        return a >>> b & 1;
    }

    public static int binv(int a, int b) {
        return a ^ 1 << b;
    }

    public static int bset(int a, int b) {
        return a | 1 << b;
    }
}

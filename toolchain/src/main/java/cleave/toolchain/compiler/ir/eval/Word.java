package cleave.toolchain.compiler.ir.eval;

/**
 * A value: an {@code i32} (sign-extended) or an {@code i64}, and the object whose address it was
 * made from, so that addresses are told from numbers that look like them.
 *
 * @param origin null for a number
 */
public record Word(long bits, Allocation origin) {
    public static final Word ZERO = new Word(0, null);

    public static Word of(long bits) {
        return new Word(bits, null);
    }

    public int asInt() {
        return (int) bits;
    }
}

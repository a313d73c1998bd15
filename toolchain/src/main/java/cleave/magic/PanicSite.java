package cleave.magic;

/**
 * Where and why a program panics, as a {@link PanicHandler} gets it. Strings are addresses of ASCII
 * that end with a zero byte.
 */
public final class PanicSite extends Struct {
    /** In words: {@code index out of bounds}, or the message of an assert or a panic. */
    public Address message;
    /** Name of the source file. */
    public Address file;
    public int line;
    /** {@code Class.method}. */
    public Address method;
    /** The failing index or 0. */
    public int index;
    /** The array's length, or 0. */
    public int length;
    /** Whether index and length say something: 1 or 0. */
    public int indexed;
    /** The address of the instruction that failed. */
    public Address pc;
}

package cleave.magic;

/**
 * A type for the reader and for javac, 32 bits for the machine: {@code VirtualAddress}, {@code
 * Pte}. A final subclass has one private constructor that passes its argument on, and no fields.
 * Words are compared by {@code ==}, which compares the bits; there is no null, and a field or an
 * array of words starts as zeros.
 */
public abstract class Word {
    protected Word(int bits) {
        throw Hosted.notHere();
    }

    /** The 32 bits. */
    public final int bits() {
        throw Hosted.notHere();
    }
}

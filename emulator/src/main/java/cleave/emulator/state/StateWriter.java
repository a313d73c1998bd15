package cleave.emulator.state;

/**
 * Where a component puts its state, field by field and in a fixed order, so that a machine can be
 * saved, hashed and compared. The matching {@link StateReader} reads the same order back.
 */
public interface StateWriter {
    /** Opens a named part; the name is checked when the state is read back. */
    void section(String name);

    void putInt(int value);

    void putLong(long value);

    void putBoolean(boolean value);

    /** Writes {@code length} bytes of {@code bytes} from {@code offset}, without the length. */
    void putBytes(byte[] bytes, int offset, int length);

    /** Writes every element; the length is not written. */
    default void putInts(int[] values) {
        for (int value : values) {
            putInt(value);
        }
    }
}

package cleave.emulator.state;

/**
 * Reads what a {@link StateWriter} wrote, in the same order. Every method throws
 * {@link StateFormatException} when the state is truncated or of another shape.
 */
public interface StateReader {
    /** Expects the named part to start here. */
    void section(String name);

    int getInt();

    long getLong();

    boolean getBoolean();

    void getBytes(byte[] destination, int offset, int length);

    default void getInts(int[] destination) {
        for (int i = 0; i < destination.length; i++) {
            destination[i] = getInt();
        }
    }
}

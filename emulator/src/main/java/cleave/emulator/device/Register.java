package cleave.emulator.device;

/**
 * A line in a device's table of registers. Each device declares its registers as an enum that
 * implements this; decoding, messages about misuse and {@code cleave describe} read the same
 * table.
 */
public interface Register {
    /** What the guest may do with a register. */
    enum Access {
        READ_ONLY, WRITE_ONLY, READ_WRITE;

        public boolean readable() {
            return this != WRITE_ONLY;
        }

        public boolean writable() {
            return this != READ_ONLY;
        }
    }

    /** The enum constant's name. */
    String name();

    /** Bytes from the device's base. */
    int offset();

    /** Bytes. */
    int width();

    Access access();

    /** Where the register is specified: a section, or the words of a reference manual. */
    String reference();

    /** How many of this register there are: a register per source, per hart, per context. */
    default int count() {
        return 1;
    }

    /** Bytes from one to the next of {@link #count} registers. */
    default int stride() {
        return width();
    }

    /** Whether one of the {@link #count} registers holds the byte at {@code offset}. */
    default boolean covers(int offset) {
        int distance = offset - offset();
        return distance >= 0 && distance < count() * stride() && distance % stride() < width();
    }

    /** Which of the {@link #count} registers holds the byte at {@code offset}. */
    default int indexOf(int offset) {
        return (offset - offset()) / stride();
    }
}

package cleave.emulator.device;

/**
 * The far end of a serial line: where a UART, a virtio console or the firmware sends bytes and
 * takes them from. Called on the machine's thread only; must never block.
 */
public interface ConsolePort {
    /** Sends one byte (the low eight bits of {@code value}). */
    void put(int value);

    /** Takes the next input byte, 0 to 255, or -1 when there is none now. */
    int take();

    /** Whether {@link #take} would return a byte. */
    boolean hasInput();

    /**
     * Whether there is no input now and never will be again. Devices stop asking a port that is
     * closed, so that a machine that waits for nothing else can tell that it waits in vain.
     */
    default boolean closed() {
        return false;
    }

    /** A line with nobody at the other end. */
    ConsolePort NONE = new ConsolePort() {
        @Override
        public void put(int value) {
        }

        @Override
        public int take() {
            return -1;
        }

        @Override
        public boolean hasInput() {
            return false;
        }

        @Override
        public boolean closed() {
            return true;
        }
    };
}

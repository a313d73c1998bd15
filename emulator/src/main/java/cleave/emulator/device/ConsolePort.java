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
    };
}

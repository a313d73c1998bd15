package cleave.emulator.cli;

/** Where the bytes come from that a guest reads on its console. For the machine's thread. */
interface ConsoleInput {
    /** Takes a byte, 0 to 255, or -1. */
    int take();

    /** Whether the guest gets a byte now. */
    boolean hasInput();

    /** Whether it will never get one again. */
    boolean closed();

    /** The guest has sent a byte. */
    default void heard(int value) {
    }

    /** The guest sleeps until an interrupt. */
    default void asleep() {
    }

    /**
     * Whether somebody at the host may still type, so that a sleeping guest should make the host
     * wait: false when all input is known, and time may jump.
     */
    default boolean isLive() {
        return false;
    }

    /** Lets the host wait, while the guest sleeps, for input or so many nanoseconds. */
    default void await(long nanoseconds) {
    }

    /** Nobody types. */
    ConsoleInput NONE = new ConsoleInput() {
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

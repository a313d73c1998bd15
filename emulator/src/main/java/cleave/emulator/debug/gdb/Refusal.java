package cleave.emulator.debug.gdb;

/** A packet that cannot be obeyed; GDB is told an error number, as gdbserver's and QEMU's are. */
final class Refusal extends Exception {
    /** The packet is malformed, or asks for something that does not exist. */
    static final int INVALID = 22;
    /** There is no such memory or register. */
    static final int BAD_ADDRESS = 14;

    private static final long serialVersionUID = 1L;

    private final int error;

    /** @param error 0 to 255, by custom a number of Unix */
    Refusal(int error) {
        super("E" + error, null, false, false);
        this.error = error;
    }

    /** {@code E14}: two hexadecimal digits that read as the decimal number, as QEMU writes them. */
    String reply() {
        return String.format("E%02d", error);
    }
}

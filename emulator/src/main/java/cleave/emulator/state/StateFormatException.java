package cleave.emulator.state;

/** A saved state does not fit the machine it is loaded into. The message names the place. */
public final class StateFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateFormatException(String message) {
        super(message);
    }
}

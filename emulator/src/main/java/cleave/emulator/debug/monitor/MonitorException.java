package cleave.emulator.debug.monitor;

/** A command that cannot be done; the message tells the user why and what could. */
final class MonitorException extends Exception {
    private static final long serialVersionUID = 1L;

    MonitorException(String message) {
        super(message);
    }
}

package cleave.emulator.boot;

import java.io.IOException;

/** What was given cannot be booted. The message names the thing, the place and the way out. */
public final class BootException extends IOException {
    private static final long serialVersionUID = 1L;

    public BootException(String message) {
        super(message);
    }
}

package cleave.emulator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Nobody reads standard output any more: as when a pipe's reader has ended. */
final class OutputGoneException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputGoneException(IOException cause) {
        super(cause);
    }
}

package cleave.toolchain.disk;

import java.io.IOException;

/**
 * A disk image cannot be used as it was meant to. The message names the image, the place and the
 * way out.
 */
public final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskException(String message) {
        super(message);
    }
}

package cleave.emulator.device.virtio;

import java.io.IOException;

/** A disk image cannot be opened. The message names the file, the reason and the way out. */
public final class DiskImageException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskImageException(String message, Throwable cause) {
        super(message, cause);
    }
}

package cleave.emulator.cli;

import java.util.Optional;

/**
 * Where the guest's lines to the outside lead; at most one of them has standard input.
 *
 * @param serial the UART
 * @param virtio the virtio console, if there is one
 */
record ConsoleLines(SerialTarget serial, Optional<SerialTarget> virtio) {
    /** The line that has standard input, or would have it. */
    SerialTarget main() {
        return virtio.filter(SerialTarget::keyboard).orElse(serial);
    }
}

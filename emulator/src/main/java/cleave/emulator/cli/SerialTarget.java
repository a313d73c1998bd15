package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the guest's serial line is connected to: QEMU's {@code -serial}.
 *
 * @param keyboard whether standard input is the guest's
 * @param escapes whether Ctrl-a has its meaning there
 * @param file where the output goes; empty for standard output
 * @param silent whether the output goes nowhere
 */
record SerialTarget(boolean keyboard, boolean escapes, Optional<Path> file, boolean silent) {
    private static final String FILE = "file:";

    /** @param spec as after {@code -serial}; "mon:stdio" when there is no such option */
    static SerialTarget parse(String spec) throws UsageException {
        if (spec.startsWith(FILE)) {
            return new SerialTarget(false, false,
                    Optional.of(Path.of(spec.substring(FILE.length()))), false);
        }
        return switch (spec) {
            case "mon:stdio" -> new SerialTarget(true, true, Optional.empty(), false);
            case "stdio" -> new SerialTarget(true, false, Optional.empty(), false);
            case "null", "none" -> new SerialTarget(false, false, Optional.empty(), true);
            default -> throw new UsageException("-serial " + spec
                    + ": it can be mon:stdio, stdio, file:NAME, null or none");
        };
    }

    OutputStream open(OutputStream standardOutput) throws BootException {
        if (silent) {
            return OutputStream.nullOutputStream();
        }
        if (file.isEmpty()) {
            return standardOutput;
        }
        try {
            return Files.newOutputStream(file.get());
        } catch (IOException e) {
            throw new BootException("-serial file:" + file.get() + " cannot be written: "
                    + e.getMessage());
        }
    }
}

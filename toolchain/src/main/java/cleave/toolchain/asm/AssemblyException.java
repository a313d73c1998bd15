package cleave.toolchain.asm;

import java.util.List;

/**
 * A program that cannot be assembled. The message names the Java line of each fault; faults that
 * show only when everything has its place (undefined labels, targets out of reach) come together.
 */
public final class AssemblyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AssemblyException(Origin origin, String fault) {
        super(origin + ": " + fault);
    }

    AssemblyException(List<String> faults) {
        super(String.join("\n", faults));
    }
}

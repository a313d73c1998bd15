package cleave.toolchain.link;

import java.util.List;

/** Objects that cannot be linked. The message has a line for each fault: object, place, way out. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LinkException(List<String> faults) {
        super(String.join("\n", faults));
    }
}

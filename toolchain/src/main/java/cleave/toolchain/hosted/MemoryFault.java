package cleave.toolchain.hosted;

/** An access to memory that is not there, or that is not aligned. */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    MemoryFault(String message) {
        super(message);
    }
}

package cleave.toolchain.hosted;

/** {@code Panic.stop}: the program has found itself wrong. */
public final class PanicError extends AssertionError {
    private static final long serialVersionUID = 1;

    PanicError(String message) {
        super(message);
    }
}

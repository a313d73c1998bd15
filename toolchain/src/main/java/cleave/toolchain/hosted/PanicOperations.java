package cleave.toolchain.hosted;

/** What {@code cleave.magic.Panic} does. */
public final class PanicOperations {
    private PanicOperations() {
    }

    public static void stop(String message, HostedWorld world) {
        throw Places.here(new PanicError(message + Places.line()));
    }
}

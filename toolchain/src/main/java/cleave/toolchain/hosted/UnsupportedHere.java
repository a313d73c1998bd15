package cleave.toolchain.hosted;

/** Code that cannot run hosted; the message names the place and the way out. */
public final class UnsupportedHere extends IllegalStateException {
    private static final long serialVersionUID = 1;

    UnsupportedHere(String message) {
        super(message);
    }
}

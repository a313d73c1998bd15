package cleave.magic;

/** What a method of this package does when nobody has replaced it. */
final class Hosted {
    private Hosted() {
    }

    /** The error of a machine operation called on a plain JVM. */
    static IllegalStateException notHere() {
        return new IllegalStateException("an operation of cleave.magic was called on a plain JVM:"
                + " compile the class, or load it by cleave.toolchain.hosted");
    }
}

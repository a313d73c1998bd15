package cleave.magic;

/** The end of a program that has found itself wrong. */
public final class Panic {
    private Panic() {
    }

    /** Panics here, with this literal as the message; control never returns. */
    public static void stop(String message) {
        throw Hosted.notHere();
    }
}

package cleave.guestos.user.sh;

/**
 * Why commands are left before their end. Whoever runs commands looks here after each of them, and
 * goes back when there is a reason that is not its own.
 */
final class Control {
    static final int NONE = 0;
    static final int BREAK = 1;
    static final int CONTINUE = 2;
    static final int RETURN = 3;
    /** {@code exit}, {@code set -e}, and what ends a shell that is not interactive. */
    static final int EXIT = 4;
    /** An error or an interrupt: back to the prompt, and the end where there is none. */
    static final int ABORT = 5;

    private static int reason;
    /** How many loops are still to be left. */
    static int levels;

    private Control() {
    }

    static boolean isPending() {
        return reason != NONE;
    }

    static int reason() {
        return reason;
    }

    static void clear() {
        reason = NONE;
    }

    static void leave(int why) {
        reason = why;
    }

    static void exit(int status) {
        Shell.status = status;
        reason = EXIT;
    }

    /** An error that no script survives; the status is 2. */
    static void abort() {
        Shell.status = Shell.ERROR;
        reason = ABORT;
    }
}

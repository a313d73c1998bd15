package cleave.guestos.user.sh;

/** How {@code break} and {@code continue} are taken by the loops that they are for. */
final class Loops {
    /** How many loops run now, in this function or script. */
    static int depth;

    private Loops() {
    }

    /** After a loop's body: whether the loop goes on. */
    static boolean goesOn() {
        int reason = Control.reason();
        if (reason == Control.NONE) {
            return true;
        }
        if (reason != Control.BREAK && reason != Control.CONTINUE) {
            return false;
        }
        Control.levels--;
        if (Control.levels > 0) {
            return false;
        }
        Control.clear();
        return reason == Control.CONTINUE;
    }
}

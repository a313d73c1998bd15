package cleave.guestos.user.usertests;

/** Rows of limits and priorities. */
final class LimitRows {
    private LimitRows() {
    }
}

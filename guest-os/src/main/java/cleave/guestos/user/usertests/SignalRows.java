package cleave.guestos.user.usertests;

/** Rows of signals, groups and terminals. */
final class SignalRows {
    private SignalRows() {
    }
}

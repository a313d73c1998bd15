package cleave.guestos.user.usertests;

/** Rows of programs built on the process model. */
final class ProgramRows {
    private ProgramRows() {
    }
}

package cleave.emulator.cli;

/**
 * How a run ended.
 *
 * @param word the reason in one word, for {@code --json}
 * @param exitCode of the process
 * @param message what to tell the person; null for nothing
 */
record Ending(String word, int exitCode, String message) {
    private static final int LARGEST_EXIT_CODE = 255;

    Ending(String word, ExitCode code, String message) {
        this(word, code.code(), message);
    }

    /** The guest has ended itself; processes have only eight bits for its code. */
    static Ending exited(int code) {
        boolean fits = code >= 0 && code <= LARGEST_EXIT_CODE;
        return new Ending("exited", fits ? code : LARGEST_EXIT_CODE, fits ? null
                : "the guest's exit code is " + code + ", and becomes " + LARGEST_EXIT_CODE);
    }
}

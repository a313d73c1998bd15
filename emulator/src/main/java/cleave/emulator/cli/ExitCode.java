package cleave.emulator.cli;

/** The exit codes of {@code cleave} that are not the guest's own. A contract: never change one. */
enum ExitCode {
    SUCCESS(0, "the guest ended with success, or the command did what was asked"),
    EXPECTATION_FAILED(1, "an expect script failed: the guest printed what it must not, or ended "
            + "itself otherwise than expected"),
    USAGE(2, "the command line, or a file named in it, cannot be used"),
    TIME_LIMIT(124, "--max-cycles or --max-seconds is over, or an expect script waited in vain"),
    OUR_FAULT(125, "a fault of Cleave itself; the message says how to report it"),
    GUEST_STUCK(126, "the guest crashed or can make no progress; the diagnosis says why"),
    OUTPUT_GONE(141, "nobody reads standard output any more");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}

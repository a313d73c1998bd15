package cleave.emulator.cli;

import cleave.emulator.machine.StopReason;
import java.util.Optional;

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

    /** What a machine's stop means for the run; empty when the run may go on. */
    static Optional<Ending> of(StopReason reason) {
        if (reason instanceof StopReason.Exited exited) {
            return Optional.of(exited(exited.code()));
        }
        if (reason instanceof StopReason.CycleLimit) {
            return Optional.of(new Ending("cycle-limit", ExitCode.TIME_LIMIT,
                    "the limit of cycles is reached (--max-cycles)"));
        }
        if (reason instanceof StopReason.ResetRequested) {
            return Optional.of(new Ending("reset", ExitCode.SUCCESS, null));
        }
        if (reason instanceof StopReason.Killed) {
            return Optional.of(new Ending("killed", ExitCode.SUCCESS, null));
        }
        if (reason instanceof StopReason.Stuck stuck) {
            return Optional.of(new Ending("stuck", ExitCode.GUEST_STUCK, stuck.diagnosis()));
        }
        return Optional.empty();
    }

    /** The guest has ended itself; processes have only eight bits for its code. */
    static Ending exited(int code) {
        boolean fits = code >= 0 && code <= LARGEST_EXIT_CODE;
        return new Ending("exited", fits ? code : LARGEST_EXIT_CODE, fits ? null
                : "the guest's exit code is " + code + ", and becomes " + LARGEST_EXIT_CODE);
    }
}

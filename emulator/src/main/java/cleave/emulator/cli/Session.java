package cleave.emulator.cli;

import cleave.emulator.cli.HostRequests.Request;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;

/** Runs a machine until something ends the run, and obeys the host in between. */
final class Session {
    private final Machine machine;
    private final GuestConsole console;
    private final HostRequests requests;
    private final long maxCycles;

    Session(Machine machine, GuestConsole console, HostRequests requests,
            long maxCycles) {
        this.machine = machine;
        this.console = console;
        this.requests = requests;
        this.maxCycles = maxCycles;
    }

    Ending run() {
        Ending ending = null;
        while (ending == null) {
            StopReason reason = machine.run(maxCycles - machine.hart().cycle);
            console.flush();
            ending = reason instanceof StopReason.Interrupted ? obey() : ending(reason);
        }
        return ending;
    }

    private Ending obey() {
        Ending ending = null;
        for (Request request = requests.poll(); request != null && ending == null;
                request = requests.poll()) {
            ending = switch (request) {
                case QUIT -> new Ending("quit", ExitCode.SUCCESS, null);
                case TIME_LIMIT -> new Ending("time-limit", ExitCode.TIME_LIMIT,
                        "the time is over (--max-seconds)");
                case OUTPUT_GONE -> new Ending("output-gone", ExitCode.OUTPUT_GONE, null);
                case INPUT_OVER -> new Ending("input-over", ExitCode.SUCCESS,
                        "the input has ended, and the guest waits for more");
                case NO_INPUT -> new Ending("no-input", ExitCode.GUEST_STUCK,
                        "the guest sleeps until somebody types, and standard input is empty");
            };
        }
        return ending;
    }

    private static Ending ending(StopReason reason) {
        if (reason instanceof StopReason.Exited exited) {
            return Ending.exited(exited.code());
        }
        if (reason instanceof StopReason.CycleLimit) {
            return new Ending("cycle-limit", ExitCode.TIME_LIMIT,
                    "the limit of cycles is reached (--max-cycles)");
        }
        if (reason instanceof StopReason.ResetRequested) {
            return new Ending("reset", ExitCode.SUCCESS, null);
        }
        if (reason instanceof StopReason.Stuck stuck) {
            return new Ending("stuck", ExitCode.GUEST_STUCK, stuck.diagnosis());
        }
        throw new IllegalStateException("the machine stopped without being asked: " + reason);
    }
}

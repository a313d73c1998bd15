package cleave.emulator.cli;

import cleave.emulator.cli.HostRequests.Request;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.StopReason;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs a machine until something ends the run, and obeys the host in between. */
final class Session {
    private final Runner runner;
    private final Hart hart;
    private final ConsoleSetup console;
    private final HostRequests requests;
    private final Supplier<Ending> monitor;
    private final long maxCycles;

    /** @param monitor talks with the person; how the run ends, or null for the guest to go on */
    Session(Runner runner, Hart hart, ConsoleSetup console, HostRequests requests,
            Supplier<Ending> monitor, long maxCycles) {
        this.runner = runner;
        this.hart = hart;
        this.console = console;
        this.requests = requests;
        this.monitor = monitor;
        this.maxCycles = maxCycles;
    }

    Ending run() {
        requests.connect(runner::interrupt);
        Ending ending = null;
        while (ending == null) {
            StopReason reason = runner.run(Math.max(0, maxCycles - hart.cycle));
            console.flush();
            ending = Ending.of(reason).or(() -> Optional.ofNullable(obey())).orElse(null);
        }
        Ending end = ending;
        return console.script().map(script -> script.judge(end)).orElse(end);
    }

    /** All that was asked for; how the run ends, or null. */
    private Ending obey() {
        Ending ending = null;
        for (Request request = requests.poll(); request != null && ending == null;
                request = requests.poll()) {
            ending = switch (request) {
                case QUIT -> new Ending("quit", ExitCode.SUCCESS, null);
                case MONITOR -> monitor.get();
                case TIME_LIMIT -> new Ending("time-limit", ExitCode.TIME_LIMIT,
                        "the time is over (--max-seconds)");
                case OUTPUT_GONE -> new Ending("output-gone", ExitCode.OUTPUT_GONE, null);
                case INPUT_OVER -> new Ending("input-over", ExitCode.SUCCESS,
                        "the input has ended, and the guest waits for more");
                case NO_INPUT -> new Ending("no-input", ExitCode.GUEST_STUCK,
                        "the guest sleeps until somebody types, and standard input is empty");
                case SCRIPT_OVER -> console.script().orElseThrow().verdict();
            };
        }
        return ending;
    }
}

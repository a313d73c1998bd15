package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.boot.BootRequest.Firmware;
import cleave.emulator.machine.Machine;
import java.util.List;
import java.util.Optional;

/** {@code cleave boot} and {@code cleave run}: a machine, a program in it, and how it ended. */
final class BootCommand {
    private static final long RAM_BASE = 0x8000_0000L;

    private final Arguments arguments;
    private final Streams streams;

    BootCommand(Arguments arguments, Streams streams) {
        this.arguments = arguments;
        this.streams = streams;
    }

    int execute() throws UsageException, BootException {
        MachineOptions options = MachineOptions.of(arguments);
        SerialTarget serial = SerialTarget.parse(
                arguments.value(Opt.SERIAL).orElse("mon:stdio"));
        SignatureOption signature = SignatureOption.of(arguments);
        long maxCycles = arguments.number(Opt.MAX_CYCLES, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        BootPlan plan = BootPlanner.plan(request(), chosen -> new byte[0], RAM_BASE,
                options.memoryBytes());
        signature.check(plan);
        if (!arguments.has(Opt.QUIET)) {
            streams.err().println("cleave: " + plan.summary());
        }
        HostRequests requests = new HostRequests();
        ConsoleSetup setup = new ConsoleSetup(serial, streams, requests);
        Machine machine = options.builder().serial(setup.console()).build();
        machine.setRebootAllowed(!arguments.has(Opt.NO_REBOOT));
        plan.attach(machine);
        HtifWatch.attach(machine, plan, setup.console());
        setup.connect(machine, arguments.has(Opt.REALTIME));
        if (arguments.has(Opt.REALTIME)) {
            new RealTime(machine).start();
        }
        if (arguments.has(Opt.MAX_SECONDS)) {
            limitSeconds(requests, arguments.number(Opt.MAX_SECONDS, 0, 0, 1_000_000_000));
        }
        Ending ending = new Session(machine, setup.console(), requests, maxCycles).run();
        signature.write(plan, machine);
        if (ending.message() != null) {
            streams.err().println("cleave: " + ending.message());
        }
        return ending.exitCode();
    }

    private static void limitSeconds(HostRequests requests, long seconds) {
        Thread thread = new Thread(() -> {
            HostClock.sleepUntilOver(seconds * 1_000_000_000L);
            requests.post(HostRequests.Request.TIME_LIMIT);
        }, "time limit");
        thread.setDaemon(true);
        thread.start();
    }

    private BootRequest request() throws UsageException {
        List<String> operands = arguments.operands();
        if (operands.size() > 1) {
            throw new UsageException(operands.get(1) + ": there is an image already, "
                    + operands.get(0) + "; arguments cannot be passed to a bare-metal program");
        }
        Optional<String> kernel = arguments.value(Opt.KERNEL);
        if (kernel.isPresent() && !operands.isEmpty()) {
            throw new UsageException(operands.get(0) + ": the kernel is " + kernel.get()
                    + " already");
        }
        return new BootRequest(kernel.or(() -> operands.stream().findFirst()), firmware(),
                arguments.value(Opt.INITRD), arguments.value(Opt.APPEND),
                arguments.value(Opt.DTB), List.of());
    }

    private Firmware firmware() {
        if (arguments.verb() == Verb.RUN) {
            return new Firmware.None();
        }
        return switch (arguments.value(Opt.BIOS).orElse("default")) {
            case "default" -> new Firmware.Automatic();
            case "none" -> new Firmware.None();
            case "builtin" -> new Firmware.BuiltIn();
            default -> new Firmware.Binary(arguments.value(Opt.BIOS).orElseThrow());
        };
    }
}

package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.boot.BootRequest.Firmware;
import cleave.emulator.boot.DeviceTreeSource;
import cleave.emulator.boot.FileTree;
import cleave.emulator.boot.MachineTree;
import cleave.emulator.debug.CrashReport;
import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.gdb.GdbServer;
import cleave.emulator.engine.Statistics;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.MachineBuilder;
import cleave.emulator.platform.VirtPlatform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code cleave boot} and {@code cleave run}: a machine, a program in it, and how it ended. */
final class BootCommand {
    private static final long NANOSECONDS = 1_000_000_000L;

    private final Arguments arguments;
    private final Streams streams;
    private final Optional<String> defaultImage;
    private final boolean quiet;

    /** @param defaultImage what {@code cleave boot} boots when it is not told */
    BootCommand(Arguments arguments, Streams streams, Optional<String> defaultImage) {
        this.defaultImage = defaultImage;
        this.arguments = arguments;
        this.streams = streams;
        this.quiet = arguments.has(Opt.QUIET);
    }

    int execute() throws UsageException, BootException {
        MachineOptions options = MachineOptions.of(arguments);
        Optional<String> dump = QemuMachine.deviceTreeDump(arguments);
        if (dump.isPresent()) {
            DescribeCommand.dump(options, arguments.value(Opt.APPEND), dump.get());
            return ExitCode.SUCCESS.code();
        }
        RunOptions wishes = RunOptions.of(arguments);
        MachineBuilder builder = options.builder().begin();
        try (DeviceOptions devices = DeviceOptions.of(arguments);
                GuestLog log = GuestLog.of(arguments, streams.err())) {
            BootPlan plan = BootPlanner.plan(request(devices), deviceTree(options),
                    VirtPlatform.RAM_BASE, options.memoryBytes());
            wishes.signature().check(plan);
            if (plan.disk().isPresent()) {
                addBootDisk(devices, plan.disk().get());
            }
            return run(options, builder, wishes, devices, plan, log);
        }
    }

    /** What comes with Cleave is not written to; a disk that somebody names is, as QEMU does. */
    private void addBootDisk(DeviceOptions devices, Path disk) {
        boolean ours = arguments.operands().isEmpty() && !arguments.has(Opt.KERNEL);
        devices.addBootDisk(disk, ours);
        if (ours) {
            tell("what is written to the disk is forgotten at the end; to keep it: cp " + disk
                    + " my.img, and cleave boot my.img");
        }
    }

    private DeviceTreeSource deviceTree(MachineOptions options) {
        return arguments.value(Opt.DTB).<DeviceTreeSource>map(FileTree::new).orElseGet(
                () -> new MachineTree(options.memoryBytes(), options.hart().isa(),
                        Optional.of(options.seed())));
    }

    private int run(MachineOptions options, MachineBuilder builder, RunOptions wishes,
            DeviceOptions devices, BootPlan plan, GuestLog log)
            throws UsageException, BootException {
        HostRequests requests = new HostRequests();
        ConsoleSetup console = new ConsoleSetup(devices.lines(arguments), streams, requests);
        Machine machine = builder.serial(console.serial()).guestErrors(log)
                .virtio(devices.plug(console.virtio(), options.seed())).build();
        machine.setRebootAllowed(!arguments.has(Opt.NO_REBOOT));
        plan.attach(machine);
        HtifWatch.attach(machine, plan, console.serial(), log);
        Symbols symbols = new Symbols(plan.programs());
        Inspection inspection = Inspection.install(arguments, machine, plan.programs(),
                symbols, log, streams);
        tell(plan.summary());
        StatsOption stats = StatsOption.of(arguments, machine);
        console.connect(machine, wishes.script(), wishes.realTime(), quiet);
        if (wishes.realTime()) {
            new RealTime(machine).start();
        }
        wishes.maxSeconds().ifPresent(seconds -> limit(requests, seconds));
        Ending ending = converse(machine, symbols, console, requests, wishes);
        inspection.finish();
        wishes.signature().write(plan, machine);
        report(machine, plan, symbols, ending, console, stats);
        return ending.exitCode();
    }

    /** Runs the guest, with GDB and the monitor at hand. */
    private Ending converse(Machine machine, Symbols symbols, ConsoleSetup console,
            HostRequests requests, RunOptions wishes) throws BootException {
        MonitorConsole monitor = new MonitorConsole(machine, symbols, console.keyboard(),
                streams::print);
        try (GdbServer server = wishes.gdb().open(machine, symbols)) {
            if (server != null) {
                tell("GDB can connect: target remote :" + server.port());
            } else if (wishes.gdb().stopped()) {
                console.openMonitor();
            }
            Runner runner = server == null ? Runner.of(machine) : GdbOption.runner(server);
            return new Session(runner, machine.hart(), console, requests, monitor::converse,
                    wishes.maxCycles()).run();
        }
    }

    private void tell(String line) {
        if (!quiet) {
            streams.err().println("cleave: " + line);
        }
    }

    private static void limit(HostRequests requests, long seconds) {
        Thread thread = new Thread(() -> {
            HostClock.sleepUntilOver(seconds * NANOSECONDS);
            requests.post(HostRequests.Request.TIME_LIMIT);
        }, "time limit");
        thread.setDaemon(true);
        thread.start();
    }

    private void report(Machine machine, BootPlan plan, Symbols symbols, Ending ending,
            ConsoleSetup console, StatsOption stats) throws BootException {
        CrashReport crash = null;
        if (ending.word().equals("stuck")) {
            crash = CrashReport.of(machine, symbols, ending.message());
            streams.err().print(crash.text());
        } else if (ending.message() != null) {
            streams.err().println("cleave: " + ending.message());
        }
        Statistics statistics = stats == null ? null : stats.take();
        if (statistics != null) {
            StatsOption.print(statistics, streams.err());
        }
        if (arguments.has(Opt.JSON)) {
            ResultReport.write(ResultReport.compose(machine, plan, ending, crash, statistics),
                    arguments.optionalValue(Opt.JSON), streams, console.isAtLineStart());
        }
    }

    private BootRequest request(DeviceOptions devices) throws UsageException {
        List<String> operands = arguments.operands();
        if (operands.size() > 1) {
            throw new UsageException(operands.get(1) + ": there is something to boot already, "
                    + operands.get(0) + "; what a bare-metal program shall know must be in its "
                    + "memory, it takes no arguments");
        }
        Optional<String> kernel = arguments.value(Opt.KERNEL);
        if (kernel.isPresent() && !operands.isEmpty()) {
            throw new UsageException(operands.get(0) + ": the kernel is " + kernel.get()
                    + " already; a disk goes to -drive file=" + operands.get(0));
        }
        Optional<String> given = kernel.or(() -> operands.stream().findFirst());
        boolean byDefault = arguments.verb() == Verb.BOOT && !arguments.has(Opt.BIOS)
                && devices.loaded().isEmpty();
        return new BootRequest(given.isPresent() || !byDefault ? given : defaultImage, firmware(),
                arguments.value(Opt.INITRD), arguments.value(Opt.APPEND),
                arguments.value(Opt.DTB), devices.loaded());
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

package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.boot.BootRequest.Firmware;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
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
        SignatureOption signature = SignatureOption.of(arguments);
        long maxCycles = arguments.number(Opt.MAX_CYCLES, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        BootPlan plan = BootPlanner.plan(request(), RAM_BASE, options.memoryBytes());
        signature.check(plan);
        if (!arguments.has(Opt.QUIET)) {
            streams.err().println("cleave: " + plan.summary());
        }
        OutputPort port = new OutputPort(streams.out());
        Machine machine = options.builder().serial(port).build();
        plan.attach(machine);
        HtifWatch.attach(machine, plan, port);
        StopReason reason = machine.run(maxCycles);
        port.flush();
        signature.write(plan, machine);
        return exitCode(reason);
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
                Optional.empty(), Optional.empty());
    }

    private Firmware firmware() {
        return arguments.value(Opt.BIOS).<Firmware>map(name -> name.equals("none")
                ? new Firmware.None() : new Firmware.Binary(name))
                .orElse(new Firmware.Automatic());
    }

    private int exitCode(StopReason reason) {
        if (reason instanceof StopReason.Exited exited) {
            return exited.code();
        }
        if (reason instanceof StopReason.CycleLimit) {
            streams.err().println("cleave: the limit of cycles is reached");
            return ExitCode.TIME_LIMIT.code();
        }
        if (reason instanceof StopReason.Stuck stuck) {
            streams.err().println("cleave: " + stuck.diagnosis());
            return ExitCode.GUEST_STUCK.code();
        }
        throw new IllegalStateException("the machine stopped without being asked: " + reason);
    }
}

package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.debug.Explainer;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * Everything that looks over the guest's shoulder: {@code -d int}, --explain, --strace, --trace,
 * --profile.
 */
final class Inspection {
    private final Optional<Explainer> explainer;
    private final Optional<StraceOption> calls;
    private final Optional<Writer> trace;
    private final Optional<ProfileOption> profile;

    private Inspection(Optional<Explainer> explainer, Optional<StraceOption> calls,
            Optional<Writer> trace, Optional<ProfileOption> profile) {
        this.explainer = explainer;
        this.calls = calls;
        this.trace = trace;
        this.profile = profile;
    }

    /** To be called before the machine runs. */
    static Inspection install(Arguments arguments, Machine machine, List<ElfFile> programs,
            Symbols symbols, GuestLog log, Streams streams)
            throws UsageException, BootException {
        log.connect(machine.hart(), symbols);
        Optional<Explainer> explainer = explainer(arguments, machine, symbols, streams);
        TrapListener listener = log.trapListener().orElse(null);
        if (explainer.isPresent()) {
            listener = listener == null ? explainer.get() : listener.andThen(explainer.get());
        }
        Optional<StraceOption> calls = StraceOption.install(arguments, machine, programs, streams);
        if (calls.isPresent()) {
            TrapListener tracer = calls.get().tracer();
            listener = listener == null ? tracer : listener.andThen(tracer);
        }
        machine.hart().setTrapListener(listener);
        TraceOption trace = TraceOption.of(arguments, symbols);
        ProfileOption profile = ProfileOption.of(arguments, machine, symbols);
        if (profile != null) {
            profile.install(machine, listener);
        }
        return new Inspection(explainer, calls, trace == null ? Optional.empty()
                : Optional.of(trace.install(machine, symbols, listener, streams)),
                Optional.ofNullable(profile));
    }

    private static Optional<Explainer> explainer(Arguments arguments, Machine machine,
            Symbols symbols, Streams streams) throws UsageException {
        if (!arguments.has(Opt.EXPLAIN)) {
            return Optional.empty();
        }
        String which = arguments.optionalValue(Opt.EXPLAIN);
        Explainer.Policy policy = switch (which) {
            case "" -> Explainer.Policy.EXCEPTIONS;
            case "all" -> Explainer.Policy.ALL;
            default -> throw new UsageException("--explain=" + which
                    + ": it can only be all: calls and interrupts, too");
        };
        return Optional.of(new Explainer(machine, symbols, policy, streams.err()::print));
    }

    /** Tells what is still to be told. */
    void finish() throws BootException {
        explainer.ifPresent(Explainer::finish);
        if (calls.isPresent()) {
            calls.get().finish();
        }
        if (profile.isPresent()) {
            profile.get().write();
        }
        try {
            if (trace.isPresent()) {
                trace.get().close();
            }
        } catch (IOException e) {
            throw new BootException("the trace could not be written: " + e.getMessage());
        }
    }
}

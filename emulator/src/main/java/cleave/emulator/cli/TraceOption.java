package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.trace.TraceEvent;
import cleave.emulator.debug.trace.TraceFilter;
import cleave.emulator.debug.trace.Tracer;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import cleave.toolchain.isa.PrivilegeMode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code --trace} and the options that narrow it.
 *
 * @param likeSpike whether the lines are those of Spike's commit log
 * @param from the first cycle that is traced
 * @param cycles how many are
 * @param file where the trace goes; null for standard error
 */
record TraceOption(TraceFilter filter, boolean likeSpike, long from, long cycles, String file) {

    /** Null when there is nothing to trace. */
    static TraceOption of(Arguments arguments, Symbols symbols) throws UsageException {
        if (!arguments.has(Opt.TRACE)) {
            for (Opt opt : Opt.values()) {
                if (opt.name().startsWith("TRACE_") && arguments.has(opt)) {
                    throw new UsageException(opt.names().get(0) + " without --trace");
                }
            }
            return null;
        }
        boolean spike = arguments.choice(Opt.TRACE_FORMAT, "cleave", "cleave", "spike")
                .equals("spike");
        Set<TraceEvent> events = events(arguments.optionalValue(Opt.TRACE));
        boolean foreign = events.contains(TraceEvent.CSR) || events.contains(TraceEvent.MMIO);
        if (spike && foreign) {
            throw new UsageException("--trace-format spike has lines for insn and traps only");
        }
        int[] range = range(arguments, symbols);
        return new TraceOption(new TraceFilter(events, modes(arguments), range[0], range[1]), spike,
                arguments.number(Opt.TRACE_FROM, 0, 0, Long.MAX_VALUE),
                arguments.number(Opt.TRACE_CYCLES, Long.MAX_VALUE, 1, Long.MAX_VALUE),
                arguments.value(Opt.TRACE_FILE).orElse(null));
    }

    private static Set<TraceEvent> events(String list) throws UsageException {
        if (list.isEmpty()) {
            return TraceFilter.EVERYTHING.events();
        }
        try {
            return TraceEvent.parse(list);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--trace=" + list + ": " + e.getMessage());
        }
    }

    private static Set<PrivilegeMode> modes(Arguments arguments) throws UsageException {
        String letters = arguments.value(Opt.TRACE_MODE).orElse("MSU");
        Set<PrivilegeMode> modes = EnumSet.noneOf(PrivilegeMode.class);
        for (char letter : letters.replace(",", "").toUpperCase(Locale.ROOT)
                .toCharArray()) {
            modes.add(switch (letter) {
                case 'M' -> PrivilegeMode.MACHINE;
                case 'S' -> PrivilegeMode.SUPERVISOR;
                case 'U' -> PrivilegeMode.USER;
                default -> throw new UsageException("--trace-mode " + letters
                        + ": modes are M, S and U");
            });
        }
        return modes;
    }

    /** The lowest and the highest address: {@code LOW..HIGH}, or the name of a function. */
    private static int[] range(Arguments arguments, Symbols symbols) throws UsageException {
        if (!arguments.has(Opt.TRACE_RANGE)) {
            return new int[] {0, -1};
        }
        String text = arguments.value(Opt.TRACE_RANGE).orElseThrow();
        OptionalInt function = symbols.valueOf(text);
        if (function.isPresent()) {
            int size = symbols.place(function.getAsInt()).map(p -> p.symbol().size()).orElse(0);
            return new int[] {function.getAsInt(), function.getAsInt() + Math.max(size, 1) - 1};
        }
        String[] ends = text.split("\\.\\.", -1);
        try {
            if (ends.length == 2) {
                return new int[] {Long.decode(ends[0]).intValue(),
                    Long.decode(ends[1]).intValue()};
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--trace-range " + text + ": addresses look like 0x80000000");
        }
        throw new UsageException("--trace-range " + text + ": it is a function of the program, or "
                + "looks like 0x80000000..0x80000fff");
    }

    /** Lets the machine be traced; the writer is to be closed at the end. */
    Writer install(Machine machine, Symbols symbols, TrapListener other, Streams streams)
            throws BootException {
        Writer out = open(streams);
        Tracer tracer = likeSpike ? Tracer.likeSpike(machine, filter, out)
                : Tracer.of(machine, symbols, filter, out);
        tracer.install(machine, other, from, cycles);
        return out;
    }

    private Writer open(Streams streams) throws BootException {
        if (file == null) {
            return new BufferedWriter(streams.errWriter());
        }
        try {
            return Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BootException("--trace-file " + file + " cannot be written: "
                    + e.getMessage());
        }
    }
}

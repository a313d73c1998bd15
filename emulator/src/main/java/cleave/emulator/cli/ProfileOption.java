package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.profile.Profiler;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code --profile FILE}: the cycles of the guest by function, written at the end.
 *
 * @param file {@code .html} for a page with a flame graph, anything else for folded stacks
 */
record ProfileOption(String file, Profiler profiler) {
    private static final String PAGE = ".html";

    /** Null without the option. */
    static ProfileOption of(Arguments arguments, Machine machine, Symbols symbols)
            throws UsageException {
        if (!arguments.has(Opt.PROFILE)) {
            return null;
        }
        if (arguments.has(Opt.TRACE)) {
            throw new UsageException("--profile and --trace: one at a time");
        }
        return new ProfileOption(arguments.value(Opt.PROFILE).orElseThrow(),
                new Profiler(machine, symbols));
    }

    /** Lets the machine be profiled; {@code other} listened to traps before, or null. */
    void install(Machine machine, TrapListener other) {
        machine.setObserver(profiler);
        machine.hart().setTrapListener(other == null ? profiler : profiler.andThen(other));
    }

    void write() throws BootException {
        try (Writer out = Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8)) {
            if (file.endsWith(PAGE)) {
                profiler.writeHtml(out);
            } else {
                profiler.writeFolded(out);
            }
        } catch (IOException e) {
            throw new BootException("--profile " + file + " cannot be written: " + e.getMessage());
        }
    }
}

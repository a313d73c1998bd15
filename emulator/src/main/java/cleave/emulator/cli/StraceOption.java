package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.debug.strace.CallTracer;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.linux.ProcessNote;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code --strace}: who traces system calls, and where the lines go. */
record StraceOption(CallTracer tracer, Writer out) {

    /** To be called before the machine runs; empty when nothing is asked for. */
    static Optional<StraceOption> install(Arguments arguments, Machine machine,
            List<ElfFile> programs, Streams streams) throws BootException {
        if (!arguments.has(Opt.STRACE)) {
            return Optional.empty();
        }
        Writer out = open(arguments.optionalValue(Opt.STRACE), streams);
        CallTracer tracer = new CallTracer(machine, programs.stream()
                .flatMap(program -> program.notes().stream())
                .flatMap(note -> ProcessNote.of(note).stream()).findFirst(), out);
        machine.hart().setReturnListener(tracer);
        return Optional.of(new StraceOption(tracer, out));
    }

    private static Writer open(String file, Streams streams) throws BootException {
        if (file.isEmpty()) {
            return streams.errWriter();
        }
        try {
            return new BufferedWriter(Files.newBufferedWriter(Path.of(file),
                    StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BootException("--strace=" + file + " cannot be written: "
                    + e.getMessage());
        }
    }

    /** Tells what is still to be told. */
    void finish() throws BootException {
        tracer.finish();
        try {
            out.close();
        } catch (IOException e) {
            throw new BootException("the trace of system calls could not be written: "
                    + e.getMessage());
        }
    }
}

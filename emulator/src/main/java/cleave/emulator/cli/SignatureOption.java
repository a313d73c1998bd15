package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What architecture tests leave behind: the memory between the symbols {@code begin_signature} and
 * {@code end_signature}, as the RISC-V architecture test framework compares it: one little-endian
 * word of {@code granularity} bytes in hexadecimal a line.
 *
 * @param file where to write it; null for nowhere
 */
record SignatureOption(String file, int granularity) {
    private static final String BEGIN = "begin_signature";
    private static final String END = "end_signature";

    static SignatureOption of(Arguments arguments) throws UsageException {
        if (arguments.has(Opt.SIGNATURE_GRANULARITY) && !arguments.has(Opt.SIGNATURE)) {
            throw new UsageException("--signature-granularity without --signature FILE");
        }
        return new SignatureOption(arguments.value(Opt.SIGNATURE).orElse(null), Integer.parseInt(
                arguments.choice(Opt.SIGNATURE_GRANULARITY, "4", "4", "8", "16")));
    }

    /** Refuses a program without a signature before it has run. */
    void check(BootPlan plan) throws BootException {
        if (file != null) {
            address(plan, BEGIN);
            address(plan, END);
        }
    }

    private static long address(BootPlan plan, String symbol) throws BootException {
        ElfFile program = plan.program().orElseThrow(() -> new BootException(
                "--signature needs an ELF program, whose symbols say where the signature is"));
        OptionalInt va = program.symbol(symbol);
        if (va.isEmpty()) {
            throw new BootException(program.name() + " has no symbol " + symbol
                    + ", so there is no signature: run it without --signature");
        }
        OptionalInt pa = program.physicalAddress(va.getAsInt());
        // The end may lie just behind the last segment.
        long address = pa.isPresent() ? pa.getAsInt() : va.getAsInt();
        return address & 0xffff_ffffL;
    }

    void write(BootPlan plan, Machine machine) throws BootException {
        if (file == null) {
            return;
        }
        long begin = address(plan, BEGIN);
        long end = address(plan, END);
        StringBuilder text = new StringBuilder();
        for (long line = begin; line < end; line += granularity) {
            for (long at = line + granularity - 1; at >= line; at--) {
                text.append(String.format("%02x", at < end ? machine.memory().readByte(at) : 0));
            }
            text.append('\n');
        }
        try {
            Files.write(Path.of(file), text.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new BootException("the signature cannot be written to " + file + ": "
                    + e.getMessage());
        }
    }
}

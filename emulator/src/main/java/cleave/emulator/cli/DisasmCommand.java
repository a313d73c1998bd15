package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootImage;
import cleave.emulator.boot.ImageReader;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfSegment;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.SymbolTable.Place;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Operands;
import cleave.toolchain.text.Nearest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code cleave disasm}: the instructions of an ELF file's executable sections, or of a binary, in
 * the layout of {@code objdump -d}: address, instruction as a number, mnemonic, operands.
 */
final class DisasmCommand {
    /** Bytes that may be instructions, and the virtual address of the first. */
    private record Code(long address, ByteBuffer bytes) {
        long end() {
            return address + bytes.limit();
        }
    }

    private final Arguments arguments;
    private final Streams streams;

    DisasmCommand(Arguments arguments, Streams streams) {
        this.arguments = arguments;
        this.streams = streams;
    }

    int execute() throws UsageException, BootException {
        arguments.limitOperands(1);
        if (arguments.operands().isEmpty()) {
            throw new UsageException("disassemble what? cleave disasm prog.elf");
        }
        BootImage image = ImageReader.read(arguments.operands().get(0));
        Optional<ElfFile> program = image instanceof BootImage.Elf elf ? Optional.of(elf.file())
                : Optional.empty();
        if (program.isPresent() && arguments.has(Opt.BASE)) {
            throw new UsageException("--base is for binaries; " + image.name() + " is ELF");
        }
        List<Code> parts = program.isPresent() ? sections(program.get()) : List.of(new Code(
                arguments.address(Opt.BASE).orElse(0L), ByteBuffer.wrap(bytes(image))
                        .order(ByteOrder.LITTLE_ENDIAN)));
        long start = arguments.address(Opt.START).orElse(0L);
        long stop = arguments.address(Opt.STOP).orElse(1L << 32);
        if (arguments.has(Opt.SYMBOL)) {
            ElfSymbol symbol = symbol(image, program);
            start = unsigned(symbol.value());
            stop = start + unsigned(size(symbol, program.orElseThrow(), parts));
        }
        boolean any = false;
        for (Code part : parts) {
            any |= print(part, start, stop, program);
        }
        if (!any) {
            throw new UsageException(String.format("there is no code between 0x%08x and 0x%08x",
                    start, stop));
        }
        return ExitCode.SUCCESS.code();
    }

    private static byte[] bytes(BootImage image) {
        return image instanceof BootImage.LinuxImage linux ? linux.content()
                : ((BootImage.Flat) image).content();
    }

    private static List<Code> sections(ElfFile file) {
        List<Code> code = new ArrayList<>();
        for (ElfSection section : file.sections()) {
            if ((section.flags() & ElfSection.EXECUTE) != 0
                    && section.type() != ElfSection.NOBITS) {
                code.add(new Code(unsigned(section.address()), section.data()));
            }
        }
        if (code.isEmpty()) {
            for (ElfSegment segment : file.loadSegments()) {
                if (segment.isExecutable()) {
                    code.add(new Code(unsigned(segment.virtualAddress()), segment.data()));
                }
            }
        }
        return code;
    }

    private ElfSymbol symbol(BootImage image, Optional<ElfFile> program) throws UsageException {
        String name = arguments.value(Opt.SYMBOL).orElseThrow();
        if (program.isEmpty()) {
            throw new UsageException(image.name() + " is a " + image.kind()
                    + " without symbols: say --start and --stop");
        }
        Optional<ElfSymbol> symbol = program.get().symbols().symbol(name);
        if (symbol.isEmpty()) {
            List<String> names = program.get().symbols().all().stream().map(ElfSymbol::name)
                    .toList();
            throw new UsageException(image.name() + " has no symbol " + name
                    + Nearest.to(name, names).map(n -> ": did you mean " + n + "?").orElse(""));
        }
        return symbol.get();
    }

    /** A label without a size reaches to the next symbol. */
    private static int size(ElfSymbol symbol, ElfFile program, List<Code> parts) {
        if (symbol.size() != 0) {
            return symbol.size();
        }
        long at = unsigned(symbol.value());
        long end = parts.stream().filter(p -> p.address <= at && at < p.end())
                .mapToLong(Code::end).findFirst().orElse(at);
        for (ElfSymbol other : program.symbols().all()) {
            long place = unsigned(other.value());
            boolean label = !other.isAbsolute() && !other.name().startsWith("$")
                    && !other.name().startsWith(".L");
            if (label && place > at && place < end) {
                end = place;
            }
        }
        return (int) (end - at);
    }

    private boolean print(Code part, long start, long stop, Optional<ElfFile> program) {
        long from = Math.max(start, part.address);
        long to = Math.min(stop, part.end());
        Disassembler disassembler = (arguments.has(Opt.EXACT) ? Disassembler.exact()
                : Disassembler.readable()).withNames(address -> name(program, address));
        StringBuilder text = new StringBuilder();
        for (long at = from; at < to; ) {
            int va = (int) at;
            program.flatMap(p -> p.symbols().nearest(va)).filter(p -> p.offset() == 0)
                    .ifPresent(place -> text.append(String.format("%n%08x <%s>:%n", va, place)));
            at += line(text, disassembler, part, at);
        }
        streams.print(text.toString());
        return from < to;
    }

    private static String name(Optional<ElfFile> program, int address) {
        return program.flatMap(p -> p.symbols().nearest(address)).map(Place::toString).orElse(null);
    }

    /** Appends a line and returns how many bytes it covers. */
    private static int line(StringBuilder text, Disassembler disassembler, Code part, long at) {
        int offset = (int) (at - part.address);
        int left = part.bytes.limit() - offset;
        int address = (int) at;
        if (left < Short.BYTES) {
            int octet = part.bytes.get(offset) & 0xff;
            text.append(String.format("%08x:\t%-8s\t.byte\t0x%02x%n", address,
                    String.format("%02x", octet), octet));
            return 1;
        }
        int word = part.bytes.getShort(offset) & 0xffff;
        if (!Operands.isCompressed(word)) {
            if (left < Integer.BYTES) {
                text.append(String.format("%08x:\t%-8s\t.2byte\t0x%x%n", address,
                        String.format("%04x", word), word));
                return Short.BYTES;
            }
            word = part.bytes.getInt(offset);
        }
        Disassembler.Text line = disassembler.disassemble(address, word);
        String number = line.length() == Short.BYTES ? String.format("%04x", word & 0xffff)
                : String.format("%08x", word);
        text.append(String.format("%08x:\t%-8s\t%s", address, number, line.mnemonic()));
        text.append(line.operands().isEmpty() ? "" : "\t" + line.operands());
        text.append(System.lineSeparator());
        return line.length();
    }

    private static long unsigned(int word) {
        return word & 0xffff_ffffL;
    }
}

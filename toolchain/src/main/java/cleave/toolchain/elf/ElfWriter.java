package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes an {@link ElfImage} as an ELF32 executable (gABI chapters 4 and 5, RISC-V psABI). The same
 * image gives the same bytes. The order in the file is: header, program headers, sections that are
 * loaded in order of address, other sections as given, symbols, names, section headers.
 *
 * <p>Sections that follow each other with the same permissions share a segment. Segments are
 * aligned to pages in the file, so that a kernel can map them. Notes in memory get a program header
 * of their own.
 *
 * <p>Refused with {@link IllegalArgumentException}: sections that overlap, that are not aligned as
 * they say, or whose bytes and size differ; symbols in sections that do not exist; an entry point
 * outside all executable sections; names given twice or containing a zero character.
 */
public final class ElfWriter {
    private final ElfImage image;
    private final List<ElfSection> ordered = new ArrayList<>();
    private final List<List<ElfSection>> segments;
    private final List<ElfSection> notes;
    private final ElfOutput out = new ElfOutput();
    private final SectionTable table = new SectionTable(out);

    private ElfWriter(ElfImage image) {
        this.image = image;
        image.sections().stream().filter(ElfSection::isAllocated)
                .sorted(Comparator.comparingLong(s -> ElfFormat.unsigned(s.address())))
                .forEach(ordered::add);
        image.sections().stream().filter(s -> !s.isAllocated()).forEach(ordered::add);
        ImageCheck.check(image, ordered);
        segments = segments(ordered);
        notes = ordered.stream()
                .filter(s -> inSegment(s) && s.type() == ElfSection.NOTE).toList();
    }

    /** The bytes of the executable. */
    public static byte[] write(ElfImage image) {
        return new ElfWriter(image).write();
    }

    private byte[] write() {
        ByteBuffer programHeaders = SectionTable.littleEndian(
                (segments.size() + notes.size()) * ElfFormat.PROGRAM_HEADER_SIZE);
        out.zeroes(ElfFormat.HEADER_SIZE + programHeaders.capacity());
        for (List<ElfSection> segment : segments) {
            writeSegment(segment, programHeaders);
        }
        notes.forEach(note -> writeNoteHeader(note, programHeaders));
        for (ElfSection section : ordered) {
            if (!inSegment(section)) {
                out.align(section.alignment());
                table.add(section);
            }
        }
        writeSymbols();
        int sectionHeaders = table.finish();
        byte[] file = out.toBytes();
        ByteBuffer.wrap(file)
                .put(table.header(ElfFormat.TYPE_EXECUTABLE, image.entry(), image.flags(),
                        programHeaders.capacity() / ElfFormat.PROGRAM_HEADER_SIZE,
                        sectionHeaders))
                .put(programHeaders.array());
        return file;
    }

    /** Runs of sections that one program header can describe. */
    private static List<List<ElfSection>> segments(List<ElfSection> ordered) {
        List<List<ElfSection>> segments = new ArrayList<>();
        ElfSection previous = null;
        for (ElfSection section : ordered) {
            if (inSegment(section)) {
                if (previous == null || !continues(previous, section)) {
                    segments.add(new ArrayList<>());
                }
                segments.get(segments.size() - 1).add(section);
                previous = section;
            }
        }
        return segments;
    }

    private static boolean inSegment(ElfSection section) {
        return section.isAllocated() && section.size() != 0;
    }

    private static boolean continues(ElfSection lower, ElfSection upper) {
        int gap = upper.address() - lower.address() - lower.size();
        return lower.flags() == upper.flags()
                && Integer.compareUnsigned(gap, ElfFormat.PAGE) < 0
                && upper.address() - lower.address() == upper.loadAddress() - lower.loadAddress()
                && (lower.type() != ElfSection.NOBITS || upper.type() == ElfSection.NOBITS);
    }

    private void writeSegment(List<ElfSection> segment, ByteBuffer programHeaders) {
        ElfSection first = segment.get(0);
        ElfSection last = segment.get(segment.size() - 1);
        out.alignLike(first.address(), ElfFormat.PAGE);
        int start = out.size();
        int fileEnd = start;
        for (ElfSection section : segment) {
            if (section.type() != ElfSection.NOBITS) {
                out.zeroes(start + section.address() - first.address() - out.size());
            }
            table.add(section);
            fileEnd = out.size();
        }
        programHeaders.putInt(ElfSegment.LOAD).putInt(start)
                .putInt(first.address()).putInt(first.loadAddress())
                .putInt(fileEnd - start)
                .putInt(last.address() + last.size() - first.address())
                .putInt(permissions(first)).putInt(ElfFormat.PAGE);
    }

    /** A loader finds notes by a program header of their own, beside the one that loads them. */
    private void writeNoteHeader(ElfSection note, ByteBuffer programHeaders) {
        programHeaders.putInt(ElfSegment.NOTE).putInt(table.offset(note.name()))
                .putInt(note.address()).putInt(note.loadAddress())
                .putInt(note.size()).putInt(note.size())
                .putInt(permissions(note)).putInt(Math.max(note.alignment(), 1));
    }

    private static int permissions(ElfSection section) {
        return ElfSegment.READ
                | ((section.flags() & ElfSection.WRITE) != 0 ? ElfSegment.WRITE : 0)
                | ((section.flags() & ElfSection.EXECUTE) != 0 ? ElfSegment.EXECUTE : 0);
    }

    private void writeSymbols() {
        if (image.symbols().isEmpty()) {
            return;
        }
        List<ElfSymbol> locals = image.symbols().stream()
                .filter(s -> s.binding() == ElfSymbol.Binding.LOCAL).toList();
        List<ElfSymbol> others = image.symbols().stream()
                .filter(s -> s.binding() != ElfSymbol.Binding.LOCAL).toList();
        ElfStrings names = new ElfStrings();
        ByteBuffer symbols = SectionTable.littleEndian(
                (image.symbols().size() + 1) * ElfFormat.SYMBOL_SIZE);
        symbols.position(ElfFormat.SYMBOL_SIZE);
        locals.forEach(symbol -> putSymbol(symbols, symbol, names));
        others.forEach(symbol -> putSymbol(symbols, symbol, names));
        // Section numbers count from 1; the table's names are in the section after it.
        int namesSection = table.count() + 2;
        table.addTable(".symtab", ElfSection.SYMTAB, symbols.array(), namesSection,
                locals.size() + 1, ElfFormat.SYMBOL_SIZE);
        table.addTable(".strtab", ElfSection.STRTAB, names.toBytes(), 0, 0, 0);
    }

    private void putSymbol(ByteBuffer symbols, ElfSymbol symbol, ElfStrings names) {
        int section = symbol.isAbsolute() ? ElfFormat.SECTION_ABSOLUTE
                : table.number(symbol.section());
        symbols.putInt(names.add(symbol.name())).putInt(symbol.value()).putInt(symbol.size())
                .put((byte) (symbol.binding().ordinal() << 4 | symbol.type().ordinal()))
                .put((byte) 0).putShort((short) section);
    }
}

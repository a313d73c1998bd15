package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes an {@link ElfImage} as an ELF32 executable (gABI chapters 4 and 5, RISC-V psABI). The same
 * image gives the same bytes. The order in the file is: header, program headers, sections that are
 * loaded in order of address, other sections as given, symbols, names, section headers.
 *
 * <p>Sections that follow each other with the same permissions share a segment. Segments are
 * aligned to pages in the file, so that a kernel can map them.
 *
 * <p>Refused with {@link IllegalArgumentException}: sections that overlap, that are not aligned as
 * they say, or whose bytes and size differ; symbols in sections that do not exist; an entry point
 * outside all executable sections; names given twice or containing a zero character.
 */
public final class ElfWriter {
    /** A row of the section header table; the writer's own sections use link, info, entry size. */
    private record SectionRow(ElfSection section, int offset, int link, int info, int entrySize) {
    }

    private final ElfImage image;
    private final List<ElfSection> ordered = new ArrayList<>();
    private final List<List<ElfSection>> segments;
    private final ElfOutput out = new ElfOutput();
    private final List<SectionRow> rows = new ArrayList<>();
    private final ElfStrings sectionNames = new ElfStrings();

    private ElfWriter(ElfImage image) {
        this.image = image;
        image.sections().stream().filter(ElfSection::isAllocated)
                .sorted(Comparator.comparingLong(s -> ElfFormat.unsigned(s.address())))
                .forEach(ordered::add);
        image.sections().stream().filter(s -> !s.isAllocated()).forEach(ordered::add);
        ImageCheck.check(image, ordered);
        segments = segments(ordered);
    }

    /** The bytes of the executable. */
    public static byte[] write(ElfImage image) {
        return new ElfWriter(image).write();
    }

    private byte[] write() {
        ByteBuffer programHeaders = littleEndian(
                segments.size() * ElfFormat.PROGRAM_HEADER_SIZE);
        out.zeroes(ElfFormat.HEADER_SIZE + programHeaders.capacity());
        for (List<ElfSection> segment : segments) {
            writeSegment(segment, programHeaders);
        }
        for (ElfSection section : ordered) {
            if (!inSegment(section)) {
                out.align(section.alignment());
                writeSection(section, 0, 0, 0);
            }
        }
        writeSymbols();
        writeSectionNames();
        out.align(Integer.BYTES);
        int sectionHeaders = out.size();
        writeSectionHeaders();
        byte[] file = out.toBytes();
        ByteBuffer.wrap(file).put(header(sectionHeaders)).put(programHeaders.array());
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
            writeSection(section, 0, 0, 0);
            fileEnd = out.size();
        }
        programHeaders.putInt(ElfSegment.LOAD).putInt(start)
                .putInt(first.address()).putInt(first.loadAddress())
                .putInt(fileEnd - start)
                .putInt(last.address() + last.size() - first.address())
                .putInt(permissions(first)).putInt(ElfFormat.PAGE);
    }

    private static int permissions(ElfSection section) {
        return ElfSegment.READ
                | ((section.flags() & ElfSection.WRITE) != 0 ? ElfSegment.WRITE : 0)
                | ((section.flags() & ElfSection.EXECUTE) != 0 ? ElfSegment.EXECUTE : 0);
    }

    /** Appends the section at the current end of the file, and its row. */
    private void writeSection(ElfSection section, int link, int info, int entrySize) {
        rows.add(new SectionRow(section, out.size(), link, info, entrySize));
        out.bytes(section.bytes());
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
        ByteBuffer table = littleEndian((image.symbols().size() + 1) * ElfFormat.SYMBOL_SIZE);
        table.position(ElfFormat.SYMBOL_SIZE);
        locals.forEach(symbol -> putSymbol(table, symbol, names));
        others.forEach(symbol -> putSymbol(table, symbol, names));
        // Section numbers count from 1; the table's names are in the section after it.
        int namesSection = rows.size() + 2;
        writeTable(".symtab", ElfSection.SYMTAB, table.array(), namesSection, locals.size() + 1,
                ElfFormat.SYMBOL_SIZE);
        writeTable(".strtab", ElfSection.STRTAB, names.toBytes(), 0, 0, 0);
    }

    private void putSymbol(ByteBuffer table, ElfSymbol symbol, ElfStrings names) {
        int section = symbol.isAbsolute() ? ElfFormat.SECTION_ABSOLUTE
                : sectionNumber(symbol.section());
        table.putInt(names.add(symbol.name())).putInt(symbol.value()).putInt(symbol.size())
                .put((byte) (symbol.binding().ordinal() << 4 | symbol.type().ordinal()))
                .put((byte) 0).putShort((short) section);
    }

    private int sectionNumber(String name) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).section().name().equals(name)) {
                return i + 1;
            }
        }
        throw new IllegalStateException(name + " was not written");
    }

    private void writeSectionNames() {
        rows.forEach(row -> sectionNames.add(row.section().name()));
        sectionNames.add(".shstrtab");
        writeTable(".shstrtab", ElfSection.STRTAB, sectionNames.toBytes(), 0, 0, 0);
    }

    /** Appends a section of the writer's own. */
    private void writeTable(String name, int type, byte[] content, int link, int info,
            int entrySize) {
        out.align(Integer.BYTES);
        writeSection(new ElfSection(name, type, 0, 0, 0, content.length, Integer.BYTES,
                ByteBuffer.wrap(content)), link, info, entrySize);
    }

    private void writeSectionHeaders() {
        ByteBuffer table = littleEndian((rows.size() + 1) * ElfFormat.SECTION_HEADER_SIZE);
        table.position(ElfFormat.SECTION_HEADER_SIZE);
        for (SectionRow row : rows) {
            ElfSection section = row.section();
            table.putInt(sectionNames.add(section.name())).putInt(section.type())
                    .putInt(section.flags()).putInt(section.address())
                    .putInt(row.offset()).putInt(section.size())
                    .putInt(row.link()).putInt(row.info())
                    .putInt(Math.max(section.alignment(), 1)).putInt(row.entrySize());
        }
        out.bytes(table.array());
    }

    private byte[] header(int sectionHeaders) {
        return littleEndian(ElfFormat.HEADER_SIZE)
                .put(ElfFormat.MAGIC)
                .put((byte) ElfFormat.CLASS_32).put((byte) ElfFormat.DATA_LITTLE)
                .put((byte) ElfFormat.VERSION)
                .position(ElfFormat.IDENT_SIZE)
                .putShort((short) ElfFormat.TYPE_EXECUTABLE)
                .putShort((short) ElfMachine.RISCV.number)
                .putInt(ElfFormat.VERSION).putInt(image.entry())
                .putInt(ElfFormat.HEADER_SIZE).putInt(sectionHeaders).putInt(image.flags())
                .putShort((short) ElfFormat.HEADER_SIZE)
                .putShort((short) ElfFormat.PROGRAM_HEADER_SIZE).putShort((short) segments.size())
                .putShort((short) ElfFormat.SECTION_HEADER_SIZE)
                .putShort((short) (rows.size() + 1)).putShort((short) rows.size())
                .array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

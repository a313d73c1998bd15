package cleave.toolchain.elf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An RV32 executable, read and checked (System V gABI chapters 4 and 5, RISC-V ELF psABI). Position
 * independent executables are taken with the addresses that stand in them.
 *
 * <p>Refused, each with a message that names the cure: what is not ELF, RV64, other machines,
 * big-endian, object files not yet linked, core dumps, programs that need a dynamic loader,
 * truncated files, headers that contradict themselves, and segments that overlap in physical
 * memory. Nothing is repaired, and no other exception leaves {@code read} whatever the bytes are.
 */
public final class ElfFile {
    /** {@code e_type}, of those that can be run. */
    public enum Type { EXECUTABLE, POSITION_INDEPENDENT }

    private final ElfBytes bytes;
    private final ElfHeader header;
    private final Type type;
    private final List<ElfSegment> segments;
    private final List<ElfSection> sections;
    private final SymbolTable symbols;
    private final List<ElfNote> notes;

    private ElfFile(ElfBytes bytes) throws ElfException {
        this.bytes = bytes;
        header = ElfHeader.read(bytes);
        type = header.executableType(bytes);
        segments = SegmentReader.read(bytes, header);
        SectionReader sectionReader = new SectionReader(bytes, header, segments);
        sections = sectionReader.sections();
        symbols = new SymbolTable(sectionReader.symbols(), sections);
        notes = NoteReader.read(bytes, segments, sections);
    }

    /** Reads a file; messages call it by its file name. */
    public static ElfFile read(Path path) throws IOException {
        return read(Files.readAllBytes(path), path.getFileName().toString());
    }

    /** Reads an ELF file from memory, where messages call it {@code name}. */
    public static ElfFile read(byte[] content, String name) throws ElfException {
        return new ElfFile(new ElfBytes(name, content));
    }

    /** Whether a file that begins with these bytes claims to be ELF. */
    public static boolean isElf(byte[] beginning) {
        return ElfHeader.hasMagic(beginning);
    }

    /** The name that messages use. */
    public String name() {
        return bytes.name;
    }

    public Type type() {
        return type;
    }

    /** {@code e_entry}, a virtual address; see {@link #physicalEntry}. */
    public int entry() {
        return header.entry();
    }

    /** {@code e_flags}, for example {@link ElfImage#RVC}. */
    public int flags() {
        return header.flags();
    }

    /** All program headers, in the order of the file. */
    public List<ElfSegment> segments() {
        return segments;
    }

    /** The segments to load that are not empty, in the order of the file; at least one. */
    public List<ElfSegment> loadSegments() {
        return segments.stream().filter(s -> s.isLoad() && s.memorySize() != 0).toList();
    }

    /** The sections, in the order of the file and without the empty first one. */
    public List<ElfSection> sections() {
        return sections;
    }

    public Optional<ElfSection> section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The symbols, from {@code .symtab}, or from {@code .dynsym} in a stripped file. */
    public SymbolTable symbols() {
        return symbols;
    }

    /** The address of a symbol. */
    public OptionalInt symbol(String name) {
        return symbols.symbol(name).map(s -> OptionalInt.of(s.value())).orElse(OptionalInt.empty());
    }

    public List<ElfNote> notes() {
        return notes;
    }

    /** Where a loader without paging puts this virtual address; empty outside all segments. */
    public OptionalInt physicalAddress(int va) {
        for (ElfSegment segment : loadSegments()) {
            if (segment.contains(va)) {
                return OptionalInt.of(va - segment.virtualAddress() + segment.physicalAddress());
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Where a machine without paging starts.
     *
     * @throws ElfException when the entry point is outside all segments
     */
    public int physicalEntry() throws ElfException {
        OptionalInt entry = physicalAddress(entry());
        if (entry.isEmpty()) {
            throw bytes.error("has no usable entry point: %s is outside what it loads: name the "
                    + "first instruction with ENTRY(_start) or ld -e _start",
                    ElfFormat.hex(entry()));
        }
        return entry.getAsInt();
    }
}

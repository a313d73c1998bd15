package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the section header table and the symbol table (gABI chapter 4). */
final class SectionReader {
    private static final ElfSymbol.Type[] TYPES = ElfSymbol.Type.values();
    private static final ElfSymbol.Binding[] BINDINGS = ElfSymbol.Binding.values();

    private final ElfBytes file;
    private final ElfHeader header;
    private final List<ElfSegment> segments;
    /** By section number; number 0 is the empty section, and stands for itself. */
    private final List<ElfSection> numbered = new ArrayList<>();

    SectionReader(ElfBytes file, ElfHeader header, List<ElfSegment> segments)
            throws ElfException {
        this.file = file;
        this.header = header;
        this.segments = segments;
        readAll();
    }

    List<ElfSection> sections() {
        return List.copyOf(numbered.isEmpty() ? numbered : numbered.subList(1, numbered.size()));
    }

    int count() {
        return header.sectionHeaderOffset() == 0 ? 0 : header.sectionHeaderCount();
    }

    /** File offset of a field of a section header. */
    private int field(int section, int offset) {
        return header.sectionHeaderOffset() + section * ElfFormat.SECTION_HEADER_SIZE + offset;
    }

    private void readAll() throws ElfException {
        header.checkSectionHeaders(file);
        int count = count();
        if (count == 0) {
            return;
        }
        int namesIndex = header.sectionNamesIndex();
        if (namesIndex >= count) {
            throw file.error("is damaged: its section names are in section %d of %d: build it "
                    + "again, or strip it", namesIndex, count);
        }
        NameTable names = new NameTable(file,
                namesIndex == 0 ? ByteBuffer.allocate(0) : content(namesIndex, "section names"));
        for (int i = 0; i < count; i++) {
            numbered.add(section(i, names));
        }
    }

    private ElfSection section(int index, NameTable names) throws ElfException {
        String name = names.name(file.word(field(index, 0)), "section", index);
        int address = file.word(field(index, 12));
        int size = file.word(field(index, 20));
        ByteBuffer data = content(index, name);
        int flags = file.word(field(index, 8));
        int loadAddress = (flags & ElfSection.ALLOC) != 0 ? loadAddress(address) : address;
        return new ElfSection(name, file.word(field(index, 4)), flags, address, loadAddress, size,
                file.word(field(index, 32)), data);
    }

    /** The bytes of a section in the file: none for NOBITS and for the empty section 0. */
    private ByteBuffer content(int index, String name) throws ElfException {
        int type = file.word(field(index, 4));
        if (type == ElfSection.NOBITS || type == 0) {
            return ByteBuffer.allocate(0);
        }
        return file.slice(ElfFormat.unsigned(file.word(field(index, 16))),
                ElfFormat.unsigned(file.word(field(index, 20))),
                "section " + index + " (" + name + ")");
    }

    private int loadAddress(int address) {
        for (ElfSegment segment : segments) {
            if (segment.isLoad() && segment.contains(address)) {
                return address - segment.virtualAddress() + segment.physicalAddress();
            }
        }
        return address;
    }

    /**
     * The defined symbols of the one symbol table that the file has; the full one if it has two.
     */
    List<ElfSymbol> symbols() throws ElfException {
        int table = find(ElfSection.SYMTAB);
        table = table == 0 ? find(ElfSection.DYNSYM) : table;
        List<ElfSymbol> symbols = new ArrayList<>();
        if (table != 0) {
            readSymbols(table, symbols);
        }
        return symbols;
    }

    ElfSection numbered(int number) {
        return numbered.get(number);
    }

    /** {@code sh_link}, unsigned. */
    long link(int section) {
        return ElfFormat.unsigned(file.word(field(section, 24)));
    }

    /** {@code sh_info}. */
    int info(int section) {
        return file.word(field(section, 28));
    }

    /** The first section of that type, or 0. */
    int find(int type) {
        for (int i = 1; i < numbered.size(); i++) {
            if (numbered.get(i).type() == type) {
                return i;
            }
        }
        return 0;
    }

    /** The entries of a symbol table, the empty one included. */
    ByteBuffer symbolTable(int table) throws ElfException {
        ByteBuffer data = numbered.get(table).data();
        if (data.capacity() % ElfFormat.SYMBOL_SIZE != 0) {
            throw file.error("is damaged: its symbol table has %d bytes, not a multiple of %d: "
                    + "build it again, or strip it", data.capacity(), ElfFormat.SYMBOL_SIZE);
        }
        return data;
    }

    /** Where a symbol table finds its names. */
    NameTable symbolNames(int table) throws ElfException {
        long link = link(table);
        if (link >= numbered.size() || numbered.get((int) link).type() != ElfSection.STRTAB) {
            throw file.error("is damaged: its symbol table finds its names in section %d, which "
                    + "is no string table: build it again, or strip it", link);
        }
        return new NameTable(file, numbered.get((int) link).data());
    }

    private void readSymbols(int table, List<ElfSymbol> symbols) throws ElfException {
        NameTable names = symbolNames(table);
        // Four words each: name, value, size; and info, other (bytes), section (halfword).
        int[] words = new int[symbolTable(table).capacity() / Integer.BYTES];
        symbolTable(table).asIntBuffer().get(words);
        int size = ElfFormat.SYMBOL_SIZE / Integer.BYTES;
        for (int at = size; at < words.length; at += size) {
            int section = words[at + 3] >>> 16;
            if (section != ElfFormat.SECTION_UNDEFINED) {
                int number = at / size;
                int info = words[at + 3] & 0xff;
                symbols.add(new ElfSymbol(names.name(words[at], "symbol", number), words[at + 1],
                        words[at + 2], numbered(TYPES, info & 15), numbered(BINDINGS, info >> 4),
                        sectionName(section, number)));
            }
        }
    }

    /** The constant of that number; the last one, OTHER, for numbers that have none. */
    static <T> T numbered(T[] constants, int number) {
        return constants[Math.min(number, constants.length - 1)];
    }

    private String sectionName(int section, int symbol) throws ElfException {
        if (section >= ElfFormat.SECTION_RESERVED_FIRST) {
            return ElfSymbol.ABSOLUTE;
        }
        if (section >= numbered.size()) {
            throw file.error("is damaged: symbol %d is in section %d of %d: build it again, or "
                    + "strip it", symbol, section, numbered.size());
        }
        return numbered.get(section).name();
    }
}

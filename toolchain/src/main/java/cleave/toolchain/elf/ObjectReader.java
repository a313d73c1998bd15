package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads object files (gABI chapter 4); see {@link ElfObject#read}. */
final class ObjectReader {
    private final ElfBytes file;
    private final ElfHeader header;
    private final SectionReader reader;
    /** Index in the object of each numbered section; those of the file format have none. */
    private final int[] indices;
    private final List<Integer> contents = new ArrayList<>();

    ObjectReader(ElfBytes file) throws ElfException {
        this.file = file;
        this.header = ElfHeader.read(file);
        header.requireObject(file);
        this.reader = new SectionReader(file, header, List.of());
        this.indices = new int[reader.count()];
        for (int number = 0; number < indices.length; number++) {
            indices[number] = ObjectSymbol.UNDEFINED;
            if (isContent(number)) {
                indices[number] = contents.size();
                contents.add(number);
            }
        }
    }

    private boolean isContent(int number) throws ElfException {
        switch (reader.numbered(number).type()) {
            case 0, ElfSection.SYMTAB, ElfSection.STRTAB, ElfSection.RELA:
                return false;
            case ElfSection.REL:
                throw file.error("has relocations without addends (SHT_REL), which RISC-V does "
                        + "not use: build it again with a RISC-V assembler");
            case ElfSection.GROUP:
                throw file.error("has section groups, which C++ makes and which are not linked "
                        + "here: write it in C, or link it with riscv64-unknown-elf-ld");
            default:
                return true;
        }
    }

    ElfObject read() throws ElfException {
        List<List<ElfRelocation>> relocations = new ArrayList<>();
        contents.forEach(number -> relocations.add(new ArrayList<>()));
        int table = reader.find(ElfSection.SYMTAB);
        List<ObjectSymbol> symbols = new ArrayList<>();
        if (table != 0) {
            readSymbols(table, symbols);
        }
        for (int number = 1; number < indices.length; number++) {
            if (reader.numbered(number).type() == ElfSection.RELA) {
                readRelocations(number, table, symbols.size(), relocations);
            }
        }
        List<ObjectSection> sections = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            ElfSection section = reader.numbered(contents.get(i));
            checkAlignment(section.alignment(), section.name());
            relocations.get(i).sort(Comparator.comparingInt(ElfRelocation::offset));
            sections.add(new ObjectSection(section, relocations.get(i)));
        }
        return new ElfObject(file.name, header.flags(), sections, symbols);
    }

    private void readSymbols(int table, List<ObjectSymbol> symbols) throws ElfException {
        ByteBuffer data = reader.symbolTable(table);
        NameTable names = reader.symbolNames(table);
        for (int at = ElfFormat.SYMBOL_SIZE; at < data.capacity(); at += ElfFormat.SYMBOL_SIZE) {
            String what = "symbol " + at / ElfFormat.SYMBOL_SIZE;
            int info = Byte.toUnsignedInt(data.get(at + 12));
            ElfSymbol.Type type = SectionReader.numbered(ElfSymbol.Type.values(), info & 15);
            int section = section(Short.toUnsignedInt(data.getShort(at + 14)), what);
            if (section >= 0 && Integer.compareUnsigned(data.getInt(at + 4),
                    reader.numbered(contents.get(section)).size()) > 0) {
                throw damaged("%s lies beyond the end of its section", what);
            }
            ElfSymbol.Binding binding =
                    SectionReader.numbered(ElfSymbol.Binding.values(), info >> 4);
            String name = names.name(data.getInt(at), "symbol", at / ElfFormat.SYMBOL_SIZE);
            if (type == ElfSymbol.Type.OTHER || binding == ElfSymbol.Binding.OTHER) {
                throw file.error("has a symbol %s of a kind that only dynamic linkers know "
                        + "(st_info %s): compile it without ifunc and unique symbols", name,
                        ElfFormat.hex(info));
            }
            if (section == ObjectSymbol.COMMON) {
                checkAlignment(data.getInt(at + 4), what);
            }
            symbols.add(new ObjectSymbol(name, data.getInt(at + 4), data.getInt(at + 8), type,
                    binding, section));
        }
    }

    private void checkAlignment(int alignment, String what) throws ElfException {
        if (Integer.bitCount(alignment) > 1 || alignment < 0) {
            throw damaged("%s is aligned to %s, which is no power of two", what,
                    ElfFormat.hex(alignment));
        }
    }

    private int section(int number, String what) throws ElfException {
        switch (number) {
            case ElfFormat.SECTION_UNDEFINED:
                return ObjectSymbol.UNDEFINED;
            case ElfFormat.SECTION_ABSOLUTE:
                return ObjectSymbol.ABSOLUTE;
            case ElfFormat.SECTION_COMMON:
                return ObjectSymbol.COMMON;
            default:
                if (number >= indices.length || indices[number] < 0) {
                    throw damaged("%s is in section %d, which holds nothing", what, number);
                }
                return indices[number];
        }
    }

    private void readRelocations(int number, int symbolTable, int symbolCount,
            List<List<ElfRelocation>> relocations) throws ElfException {
        long target = ElfFormat.unsigned(reader.info(number));
        ElfSection section = reader.numbered(number);
        if (target >= indices.length || indices[(int) target] < 0
                || reader.link(number) != symbolTable) {
            throw damaged("%s relocates section %d by symbols of section %d", section.name(),
                    target, reader.link(number));
        }
        ElfSection relocated = reader.numbered((int) target);
        ByteBuffer data = section.data();
        if (data.capacity() % ElfFormat.RELA_SIZE != 0) {
            throw damaged("%s has %d bytes, not a multiple of %d", section.name(),
                    data.capacity(), ElfFormat.RELA_SIZE);
        }
        for (int at = 0; at < data.capacity(); at += ElfFormat.RELA_SIZE) {
            int offset = data.getInt(at);
            int info = data.getInt(at + 4);
            RelocationType type = RelocationType.of(info & 0xff);
            String where = relocated.name() + "+" + ElfFormat.hex(offset);
            if (type == null) {
                throw file.error("has at %s a relocation of type %d, which is for shared "
                        + "libraries, thread-local variables or newer tools: compile it with "
                        + "-fno-pic and without thread-local variables", where, info & 0xff);
            }
            if (Integer.compareUnsigned(offset, relocated.data().capacity()) > 0
                    || info >>> 8 > symbolCount) {
                throw damaged("its relocation at %s is beyond the section, or names symbol %d of "
                        + "%d", where, info >>> 8, symbolCount);
            }
            relocations.get(indices[(int) target]).add(new ElfRelocation(offset, type,
                    (info >>> 8) - 1, data.getInt(at + 8)));
        }
    }

    private ElfException damaged(String sentence, Object... arguments) {
        return file.error("is damaged: " + sentence + ": build it again", arguments);
    }
}

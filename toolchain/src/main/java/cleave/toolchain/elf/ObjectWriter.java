package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an {@link ElfObject} as a relocatable file (gABI chapter 4, {@code ET_REL}). The same
 * object gives the same bytes; local symbols come first, as the gABI wants them.
 */
public final class ObjectWriter {
    private final ElfObject object;
    private final ElfOutput out = new ElfOutput();
    private final SectionTable sections = new SectionTable(out);
    private final List<ObjectSymbol> ordered = new ArrayList<>();
    private final int[] symbolNumbers;

    private ObjectWriter(ElfObject object) {
        this.object = object;
        this.symbolNumbers = new int[object.symbols().size()];
    }

    /** The bytes of the file. */
    public static byte[] write(ElfObject object) {
        return new ObjectWriter(object).write();
    }

    private byte[] write() {
        order(true);
        int locals = ordered.size();
        order(false);
        out.zeroes(ElfFormat.HEADER_SIZE);
        for (ObjectSection section : object.sections()) {
            out.align(section.header().alignment());
            sections.add(section.header());
        }
        int relocated = (int) object.sections().stream()
                .filter(section -> !section.relocations().isEmpty()).count();
        int symbolTable = sections.count() + relocated + 1;
        for (int i = 0; i < object.sections().size(); i++) {
            ObjectSection section = object.sections().get(i);
            if (!section.relocations().isEmpty()) {
                sections.addTable(".rela" + section.name(), ElfSection.RELA,
                        relocations(section), symbolTable, i + 1, ElfFormat.RELA_SIZE);
            }
        }
        ElfStrings names = new ElfStrings();
        sections.addTable(".symtab", ElfSection.SYMTAB, symbols(names), symbolTable + 1,
                locals + 1, ElfFormat.SYMBOL_SIZE);
        sections.addTable(".strtab", ElfSection.STRTAB, names.toBytes(), 0, 0, 0);
        int headers = sections.finish();
        byte[] file = out.toBytes();
        ByteBuffer.wrap(file).put(sections.header(ElfFormat.TYPE_RELOCATABLE, 0, object.flags(),
                0, headers));
        return file;
    }

    private void order(boolean local) {
        for (int i = 0; i < symbolNumbers.length; i++) {
            ObjectSymbol symbol = object.symbols().get(i);
            if (symbol.isLocal() == local) {
                ordered.add(symbol);
                symbolNumbers[i] = ordered.size();
            }
        }
    }

    private byte[] relocations(ObjectSection section) {
        ByteBuffer table = SectionTable.littleEndian(
                section.relocations().size() * ElfFormat.RELA_SIZE);
        for (ElfRelocation relocation : section.relocations()) {
            int symbol = relocation.symbol() == ElfRelocation.NO_SYMBOL ? 0
                    : symbolNumbers[relocation.symbol()];
            table.putInt(relocation.offset()).putInt(symbol << 8 | relocation.type().number())
                    .putInt(relocation.addend());
        }
        return table.array();
    }

    private byte[] symbols(ElfStrings names) {
        ByteBuffer table = SectionTable.littleEndian(
                (ordered.size() + 1) * ElfFormat.SYMBOL_SIZE);
        table.position(ElfFormat.SYMBOL_SIZE);
        for (ObjectSymbol symbol : ordered) {
            int section = switch (symbol.section()) {
                case ObjectSymbol.UNDEFINED -> ElfFormat.SECTION_UNDEFINED;
                case ObjectSymbol.ABSOLUTE -> ElfFormat.SECTION_ABSOLUTE;
                case ObjectSymbol.COMMON -> ElfFormat.SECTION_COMMON;
                default -> symbol.section() + 1;
            };
            table.putInt(names.add(symbol.name())).putInt(symbol.value()).putInt(symbol.size())
                    .put((byte) (symbol.binding().ordinal() << 4 | symbol.type().ordinal()))
                    .put((byte) 0).putShort((short) section);
        }
        return table.array();
    }
}

package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The sections of a file in the making: their bytes, and the table of their headers. */
final class SectionTable {
    private record Row(ElfSection section, int offset, int link, int info, int entrySize) {
    }

    private final ElfOutput out;
    private final List<Row> rows = new ArrayList<>();
    private final ElfStrings names = new ElfStrings();

    SectionTable(ElfOutput out) {
        this.out = out;
    }

    /** Sections so far; they are numbered from 1. */
    int count() {
        return rows.size();
    }

    /** Appends the section at the current end of the file. */
    void add(ElfSection section) {
        add(section, 0, 0, 0);
    }

    private void add(ElfSection section, int link, int info, int entrySize) {
        rows.add(new Row(section, out.size(), link, info, entrySize));
        out.bytes(section.bytes());
    }

    /** Appends a section of the file format's own. */
    void addTable(String name, int type, byte[] content, int link, int info, int entrySize) {
        int flags = type == ElfSection.RELA ? ElfSection.INFO_LINK : 0;
        out.align(Integer.BYTES);
        add(new ElfSection(name, type, flags, 0, 0, content.length, Integer.BYTES,
                ByteBuffer.wrap(content)), link, info, entrySize);
    }

    /** The number of the section of that name. */
    int number(String name) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).section().name().equals(name)) {
                return i + 1;
            }
        }
        throw new IllegalStateException(name + " was not written");
    }

    /** Where the bytes of the section of that name begin in the file. */
    int offset(String name) {
        return rows.get(number(name) - 1).offset();
    }

    /** Appends the section names and the headers; answers the headers' offset in the file. */
    int finish() {
        rows.forEach(row -> names.add(row.section().name()));
        names.add(".shstrtab");
        addTable(".shstrtab", ElfSection.STRTAB, names.toBytes(), 0, 0, 0);
        out.align(Integer.BYTES);
        int offset = out.size();
        ByteBuffer table = littleEndian((rows.size() + 1) * ElfFormat.SECTION_HEADER_SIZE);
        table.position(ElfFormat.SECTION_HEADER_SIZE);
        for (Row row : rows) {
            ElfSection section = row.section();
            table.putInt(names.add(section.name())).putInt(section.type())
                    .putInt(section.flags()).putInt(section.address())
                    .putInt(row.offset()).putInt(section.size())
                    .putInt(row.link()).putInt(row.info())
                    .putInt(Math.max(section.alignment(), 1)).putInt(row.entrySize());
        }
        out.bytes(table.array());
        return offset;
    }

    /** The ELF header of a file whose section headers were written by {@link #finish}. */
    byte[] header(int type, int entry, int flags, int programHeaders, int sectionHeaders) {
        return littleEndian(ElfFormat.HEADER_SIZE)
                .put(ElfFormat.MAGIC)
                .put((byte) ElfFormat.CLASS_32).put((byte) ElfFormat.DATA_LITTLE)
                .put((byte) ElfFormat.VERSION)
                .position(ElfFormat.IDENT_SIZE)
                .putShort((short) type)
                .putShort((short) ElfMachine.RISCV.number)
                .putInt(ElfFormat.VERSION).putInt(entry)
                .putInt(programHeaders == 0 ? 0 : ElfFormat.HEADER_SIZE)
                .putInt(sectionHeaders).putInt(flags)
                .putShort((short) ElfFormat.HEADER_SIZE)
                .putShort((short) (programHeaders == 0 ? 0 : ElfFormat.PROGRAM_HEADER_SIZE))
                .putShort((short) programHeaders)
                .putShort((short) ElfFormat.SECTION_HEADER_SIZE)
                .putShort((short) (rows.size() + 1)).putShort((short) rows.size())
                .array();
    }

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

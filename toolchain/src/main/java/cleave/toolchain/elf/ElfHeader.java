package cleave.toolchain.elf;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The ELF header (gABI chapter 4). Its reader is where programs for other machines are told apart.
 *
 * @param programHeaderOffset file offset, unsigned
 * @param sectionHeaderOffset file offset, unsigned; 0 when the file has no section headers
 */
record ElfHeader(int type, int entry, int flags,
        int programHeaderOffset, int programHeaderCount,
        int sectionHeaderOffset, int sectionHeaderCount, int sectionNamesIndex) {

    private static final String RUNS = "; this machine is RISC-V RV32: ";
    private static final String BUILD_RV32 = "build it with -march=rv32ima -mabi=ilp32";

    static boolean hasMagic(byte[] beginning) {
        return beginning.length >= ElfFormat.MAGIC.length && Arrays.equals(
                Arrays.copyOf(beginning, ElfFormat.MAGIC.length), ElfFormat.MAGIC);
    }

    static ElfHeader read(ElfBytes file) throws ElfException {
        checkMagic(file);
        file.require(0, ElfFormat.IDENT_SIZE, "the ELF identification");
        checkMachine(file);
        file.require(0, ElfFormat.HEADER_SIZE, "the ELF header");
        checkVersion(file, file.u8(6));
        checkVersion(file, file.word(ElfFormat.E_VERSION));
        ElfHeader header = new ElfHeader(file.u16(ElfFormat.E_TYPE), file.word(ElfFormat.E_ENTRY),
                file.word(ElfFormat.E_FLAGS),
                file.word(ElfFormat.E_PHOFF), file.u16(ElfFormat.E_PHNUM),
                file.word(ElfFormat.E_SHOFF), file.u16(ElfFormat.E_SHNUM),
                file.u16(ElfFormat.E_SHSTRNDX));
        checkTable(file, "program header", header.programHeaderOffset, header.programHeaderCount,
                file.u16(ElfFormat.E_PHENTSIZE), ElfFormat.PROGRAM_HEADER_SIZE);
        return header;
    }

    private static void checkMagic(ElfBytes file) throws ElfException {
        byte[] beginning = new byte[Math.min(file.size(), ElfFormat.MAGIC.length)];
        for (int i = 0; i < beginning.length; i++) {
            beginning[i] = (byte) file.u8(i);
        }
        if (hasMagic(beginning)) {
            return;
        }
        HexFormat hex = HexFormat.ofDelimiter(" ");
        String found = beginning.length == 0 ? "it is empty"
                : "it begins with " + hex.formatHex(beginning) + " where ELF has "
                + hex.formatHex(ElfFormat.MAGIC);
        throw file.error("is not an ELF file: %s: give the file that the linker wrote", found);
    }

    private static void checkMachine(ElfBytes file) throws ElfException {
        int elfClass = file.u8(4);
        int order = file.u8(5);
        boolean big = order == ElfFormat.DATA_BIG;
        if (!big && order != ElfFormat.DATA_LITTLE) {
            throw file.error("is damaged: its byte order is %d, ELF knows 1 (little-endian) and 2 "
                    + "(big-endian): copy or build it again", order);
        }
        if (elfClass != ElfFormat.CLASS_32 && elfClass != ElfFormat.CLASS_64) {
            throw file.error("is damaged: its ELF class is %d, ELF knows 1 (32-bit) and 2 "
                    + "(64-bit): copy or build it again", elfClass);
        }
        file.require(0, ElfFormat.E_VERSION, "the ELF header");
        int number = file.u16(ElfFormat.E_MACHINE);
        number = big ? (number & 0xff) << 8 | number >> 8 : number;
        if (number != ElfMachine.RISCV.number) {
            throw file.error("is %s%suse riscv64-unknown-elf-gcc and %s",
                    ElfMachine.describe(number), RUNS, BUILD_RV32);
        }
        if (elfClass == ElfFormat.CLASS_64) {
            throw file.error("is RV64 (ELFCLASS64); this machine is RV32: %s", BUILD_RV32);
        }
        if (big) {
            throw file.error("is big-endian RISC-V (ELFDATA2MSB)%sbuild it without "
                    + "-mbig-endian", RUNS);
        }
    }

    private static void checkVersion(ElfBytes file, int version) throws ElfException {
        if (version != ElfFormat.VERSION) {
            throw file.error("is damaged: its ELF version is %s, the only one is 1: copy or build "
                    + "it again", Integer.toUnsignedString(version));
        }
    }

    /** The type of a file that is to be run, or an exception that says what to do with it. */
    ElfFile.Type executableType(ElfBytes file) throws ElfException {
        switch (type) {
            case ElfFormat.TYPE_EXECUTABLE:
                return ElfFile.Type.EXECUTABLE;
            case ElfFormat.TYPE_DYNAMIC:
                return ElfFile.Type.POSITION_INDEPENDENT;
            case ElfFormat.TYPE_RELOCATABLE:
                throw file.error("is an object file (ET_REL), not yet linked: link it, for "
                        + "example with riscv64-unknown-elf-ld -m elf32lriscv "
                        + "-Ttext=0x80000000 -o kernel.elf %s", file.name);
            case ElfFormat.TYPE_CORE:
                throw file.error("is a core dump (ET_CORE): give the program itself");
            default:
                throw file.error("has the ELF type %d, which is neither ET_EXEC (2) nor ET_DYN "
                        + "(3): link it as an executable", type);
        }
    }

    /** Refuses what a linker cannot join with other objects of RV32. */
    void requireObject(ElfBytes file) throws ElfException {
        if (type != ElfFormat.TYPE_RELOCATABLE) {
            throw file.error("is no object file but already linked (ELF type %d): give the .o "
                    + "files it was made of", type);
        }
        if ((flags & ElfObject.FLOAT_ABI) != 0) {
            throw file.error("passes floating-point numbers in registers that this machine does "
                    + "not have: %s", BUILD_RV32);
        }
        if ((flags & ElfObject.RVE) != 0) {
            throw file.error("is RV32E, which has only sixteen registers: %s", BUILD_RV32);
        }
    }

    /** To be asked after the segments were read: of a truncated file, they say more. */
    void checkSectionHeaders(ElfBytes file) throws ElfException {
        if (sectionHeaderOffset != 0) {
            checkTable(file, "section header", sectionHeaderOffset, sectionHeaderCount,
                    file.u16(ElfFormat.E_SHENTSIZE), ElfFormat.SECTION_HEADER_SIZE);
            checkSectionCount(file);
        }
    }

    private static void checkTable(ElfBytes file, String what, int offset, int count,
            int entrySize, int expectedSize) throws ElfException {
        if (count == ElfFormat.EXTENDED_COUNT) {
            throw tooMany(file, what);
        }
        if (count != 0 && entrySize != expectedSize) {
            throw file.error("is damaged: its %ss have %d bytes each, in ELF32 they have %d: copy "
                    + "or build it again", what, entrySize, expectedSize);
        }
        file.require(ElfFormat.unsigned(offset), (long) count * expectedSize,
                "the " + what + " table");
    }

    /** A count of 0 means none, or that the true count is the size of the first section. */
    private void checkSectionCount(ElfBytes file) throws ElfException {
        long end = ElfFormat.unsigned(sectionHeaderOffset) + ElfFormat.SECTION_HEADER_SIZE;
        if (sectionHeaderCount == 0 && end <= file.size()
                && file.word(sectionHeaderOffset + 20) != 0) {
            throw tooMany(file, "section header");
        }
    }

    private static ElfException tooMany(ElfBytes file, String what) {
        return file.error("has 65,280 or more %ss (extended numbering), which is not read: merge "
                + "its sections in the linker script, or strip it", what);
    }
}

package cleave.toolchain.elf;

/** Sizes, offsets and numbers of ELF32 (gABI chapters 4 and 5), shared by reader and writer. */
final class ElfFormat {
    static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    static final int CLASS_32 = 1;
    static final int CLASS_64 = 2;
    static final int DATA_LITTLE = 1;
    static final int DATA_BIG = 2;
    static final int VERSION = 1;

    static final int IDENT_SIZE = 16;
    static final int HEADER_SIZE = 52;
    static final int PROGRAM_HEADER_SIZE = 32;
    static final int SECTION_HEADER_SIZE = 40;
    static final int SYMBOL_SIZE = 16;
    static final int RELA_SIZE = 12;
    static final int NOTE_HEADER_SIZE = 12;

    /** Offsets in the file header; {@code e_type} to {@code e_version} are the same in ELF64. */
    static final int E_TYPE = 16;
    static final int E_MACHINE = 18;
    static final int E_VERSION = 20;
    static final int E_ENTRY = 24;
    static final int E_PHOFF = 28;
    static final int E_SHOFF = 32;
    static final int E_FLAGS = 36;
    static final int E_EHSIZE = 40;
    static final int E_PHENTSIZE = 42;
    static final int E_PHNUM = 44;
    static final int E_SHENTSIZE = 46;
    static final int E_SHNUM = 48;
    static final int E_SHSTRNDX = 50;

    static final int TYPE_RELOCATABLE = 1;
    static final int TYPE_EXECUTABLE = 2;
    static final int TYPE_DYNAMIC = 3;
    static final int TYPE_CORE = 4;

    /** {@code PN_XNUM}: the true count of program headers is elsewhere. */
    static final int EXTENDED_COUNT = 0xffff;

    static final int SECTION_UNDEFINED = 0;
    static final int SECTION_RESERVED_FIRST = 0xff00;
    static final int SECTION_ABSOLUTE = 0xfff1;
    static final int SECTION_COMMON = 0xfff2;

    /** The page to which segments are aligned in the file, so that they can be mapped. */
    static final int PAGE = 0x1000;

    private ElfFormat() {
    }

    static String hex(int word) {
        return "0x" + Integer.toHexString(word);
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    static long unsigned(int word) {
        return Integer.toUnsignedLong(word);
    }
}

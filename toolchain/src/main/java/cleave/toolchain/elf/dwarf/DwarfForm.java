package cleave.toolchain.elf.dwarf;

/** The attribute forms that occur in line tables (DWARF 5, section 7.5.6). */
final class DwarfForm {
    static final int DATA2 = 0x05;
    static final int DATA4 = 0x06;
    static final int DATA8 = 0x07;
    static final int STRING = 0x08;
    static final int BLOCK = 0x09;
    static final int DATA1 = 0x0b;
    static final int STRP = 0x0e;
    static final int UDATA = 0x0f;
    static final int DATA16 = 0x1e;
    static final int LINE_STRP = 0x1f;

    private DwarfForm() {
    }

    static DwarfException unknown(int form) {
        return new DwarfException("form 0x" + Integer.toHexString(form)
                + " does not belong in a line table");
    }
}

package cleave.toolchain.elf;

/**
 * A place in a section that depends on a symbol (gABI chapter 4, "Relocation"; always RELA).
 *
 * @param offset in the section
 * @param symbol index in {@link ElfObject#symbols}, or {@link #NO_SYMBOL}
 * @param addend added to the symbol's value
 */
public record ElfRelocation(int offset, RelocationType type, int symbol, int addend) {
    /** For relocations that need none, such as {@link RelocationType#RELAX}. */
    public static final int NO_SYMBOL = -1;
}

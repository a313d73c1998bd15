package cleave.toolchain.elf;

import java.util.List;

/**
 * An executable to be written: everything {@link ElfWriter} needs to know.
 *
 * @param entry    virtual address of the first instruction
 * @param flags    {@code e_flags} of the psABI: {@link #RVC} or 0
 * @param sections in any order; the writer puts the loaded ones in order of address
 * @param symbols  in any order; the writer keeps it, with local symbols first
 */
public record ElfImage(int entry, int flags, List<ElfSection> sections, List<ElfSymbol> symbols) {

    /** {@code EF_RISCV_RVC}: the program contains compressed instructions. */
    public static final int RVC = 1;

    public ElfImage {
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
    }

    /** An executable without compressed instructions. */
    public ElfImage(int entry, List<ElfSection> sections, List<ElfSymbol> symbols) {
        this(entry, 0, sections, symbols);
    }
}

package cleave.toolchain.elf.dwarf;

/** A unit of a line table cannot be read; the reader goes on with the next one. */
final class DwarfException extends Exception {
    private static final long serialVersionUID = 1L;

    DwarfException(String message) {
        super(message);
    }
}

package cleave.toolchain.elf.dwarf;

/**
 * A place in a program's source.
 *
 * @param path as the compiler was told it, with the folder where the table names one
 * @param line counted from 1
 */
public record SourceLine(String path, int line) {
    /** The path without its folders. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@code kernel/trap.c:43}, the spelling that editors jump to. */
    @Override
    public String toString() {
        return path + ":" + line;
    }
}

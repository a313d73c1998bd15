package cleave.toolchain.elf.dwarf;

import cleave.toolchain.elf.ElfFile;
import java.util.List;
import java.util.Optional;

/**
 * Which source line an instruction came from: the line number tables of a program (DWARF versions 2
 * to 5, section {@code .debug_line}). A program without them has an empty table. A unit that cannot
 * be read is left out, and {@link #problems} says why: debug information is no reason not to run.
 */
public final class LineTable {
    private final LineRows rows;
    private final List<FileTable> files;
    private final List<String> problems;

    private LineTable(LineTableReader reader) {
        rows = reader.rows;
        files = List.copyOf(reader.files);
        problems = List.copyOf(reader.problems);
    }

    public static LineTable read(ElfFile program) {
        return new LineTable(new LineTableReader(program));
    }

    /** The line of the instruction at a virtual address; empty when the tables do not tell. */
    public Optional<SourceLine> find(int va) {
        int row = rows.find(va);
        // Line 0 is how compilers say that an instruction belongs to no line.
        if (row < 0 || rows.line(row) == 0) {
            return Optional.empty();
        }
        return files.get(rows.unit(row)).path(rows.file(row))
                .map(path -> new SourceLine(path, rows.line(row)));
    }

    /** What was left out and why, a sentence each. */
    public List<String> problems() {
        return problems;
    }

    public boolean isEmpty() {
        return rows.count() == 0;
    }
}

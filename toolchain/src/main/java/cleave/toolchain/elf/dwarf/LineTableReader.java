package cleave.toolchain.elf.dwarf;

import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads the units of {@code .debug_line} one after the other (DWARF 5, section 6.2.4). */
final class LineTableReader {
    private static final int VERSION_MIN = 2;
    private static final int VERSION_MAX = 5;
    /** In place of a length: a 64-bit length follows (section 7.4). */
    private static final int DWARF64_ESCAPE = 0xffff_ffff;

    private final FileTable.Strings strings;
    private final IntPredicate isCode;
    final LineRows rows = new LineRows();
    final List<FileTable> files = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    LineTableReader(ElfFile program) {
        strings = new FileTable.Strings(data(program, ".debug_str"),
                data(program, ".debug_line_str"));
        List<ElfSection> code = program.sections().stream()
                .filter(s -> (s.flags() & ElfSection.EXECUTE) != 0).toList();
        isCode = address -> code.stream().anyMatch(s -> s.contains(address));
        readUnits(new DwarfCursor(data(program, ".debug_line")));
        rows.sort();
    }

    private static ByteBuffer data(ElfFile program, String section) {
        return program.section(section).map(ElfSection::data).orElse(ByteBuffer.allocate(0));
    }

    private void readUnits(DwarfCursor in) {
        while (!in.atEnd()) {
            int start = in.position();
            try {
                int length = in.word();
                boolean dwarf64 = length == DWARF64_ESCAPE;
                DwarfCursor unit = in.part(dwarf64 ? in.offset(true) : length);
                readUnitOrProblem(unit, dwarf64, start);
            } catch (DwarfException e) {
                // Without a length that fits, there is no telling where the next unit starts.
                problem(start, e);
                return;
            }
        }
    }

    private void readUnitOrProblem(DwarfCursor unit, boolean dwarf64, int start) {
        try {
            readUnit(unit, dwarf64);
        } catch (DwarfException e) {
            problem(start, e);
        }
    }

    private void problem(int start, DwarfException e) {
        problems.add("the line table at 0x" + Integer.toHexString(start)
                + " of .debug_line is left out: " + e.getMessage());
    }

    private void readUnit(DwarfCursor in, boolean dwarf64) throws DwarfException {
        int version = in.u16();
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw new DwarfException("its version is " + version + ", read are "
                    + VERSION_MIN + " to " + VERSION_MAX);
        }
        if (version >= 5) {
            in.u8(); // the size of addresses, which are checked where they stand
            in.u8(); // the size of segment selectors
        }
        DwarfCursor header = in.part(in.offset(dwarf64));
        LineProgram.Parameters parameters = parameters(header, version);
        FileTable table = version >= 5 ? FileTable.readColumns(header, dwarf64, strings)
                : FileTable.readLists(header);
        files.add(table);
        new LineProgram(in, parameters, table, files.size() - 1, rows, isCode).run();
    }

    private static LineProgram.Parameters parameters(DwarfCursor header, int version)
            throws DwarfException {
        int minimumInstructionLength = header.u8();
        if (version >= 4) {
            header.u8(); // operations in an instruction: one
        }
        header.u8(); // whether rows begin statements unless told otherwise
        int lineBase = header.s8();
        int lineRange = header.u8();
        int opcodeBase = header.u8();
        if (lineRange == 0 || opcodeBase == 0) {
            throw new DwarfException("its line range is " + lineRange + " and its opcode base "
                    + opcodeBase);
        }
        int[] operandCounts = new int[opcodeBase];
        for (int i = 1; i < opcodeBase; i++) {
            operandCounts[i] = header.u8();
        }
        return new LineProgram.Parameters(minimumInstructionLength, lineBase, lineRange,
                opcodeBase, operandCounts);
    }
}

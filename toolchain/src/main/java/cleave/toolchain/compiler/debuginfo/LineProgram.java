package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.compiler.ir.Position;
import java.util.List;

/**
 * Writes {@code .debug_line} (section 6.2): one sequence per function. Distances between rows are
 * known only when the code is placed, so rows use the standard opcodes and no special ones.
 */
final class LineProgram {
    private static final int VERSION = 4;
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int NEGATE_STATEMENT = 6;
    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;
    /** Operands of the twelve standard opcodes, by number. */
    private static final int[] OPERANDS = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};

    private final Assembler out;
    private final Sources sources;

    LineProgram(Assembler out, Sources sources) {
        this.out = out;
        this.sources = sources;
    }

    void write(List<FunctionCode> functions) {
        functions.forEach(function -> function.lines()
                .forEach(line -> sources.number(line.position().source())));
        out.section(".debug_line", SectionKind.DEBUG);
        Label unit = out.local("unit");
        Label end = out.local("unit end");
        out.distance(unit, end);
        out.bind(unit);
        out.half(VERSION);
        Label header = out.local("header");
        Label program = out.local("program");
        out.distance(header, program);
        out.bind(header);
        header();
        out.bind(program);
        functions.forEach(this::sequence);
        out.bind(end);
    }

    private void header() {
        out.bytes(1, 1, 1, 0, 1, OPERANDS.length + 1);
        out.bytes(OPERANDS);
        out.bytes(0);
        for (String path : sources.paths()) {
            out.asciz(path);
            out.bytes(0, 0, 0);
        }
        out.bytes(0);
    }

    private void sequence(FunctionCode function) {
        if (function.lines().isEmpty()) {
            return;
        }
        out.bytes(0, 1 + Integer.BYTES, SET_ADDRESS);
        Label here = function.lines().get(0).at();
        out.word(here);
        int file = 1;
        int line = 1;
        boolean statement = true;
        for (FunctionCode.Line row : function.lines()) {
            Position position = row.position();
            if (row.at() != here) {
                out.bytes(ADVANCE_PC);
                out.uleb128(here, row.at());
                here = row.at();
            }
            int rowFile = sources.number(position.source());
            if (rowFile != file) {
                out.bytes(SET_FILE);
                out.uleb128(rowFile);
                file = rowFile;
            }
            if (position.line() != line) {
                out.bytes(ADVANCE_LINE);
                out.sleb128(position.line() - line);
                line = position.line();
            }
            if (row.statement() != statement) {
                out.bytes(NEGATE_STATEMENT);
                statement = row.statement();
            }
            out.bytes(COPY);
        }
        out.bytes(ADVANCE_PC);
        out.uleb128(here, function.end());
        out.bytes(0, 1, END_SEQUENCE);
    }
}

package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.isa.Register;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes {@code .debug_frame} (section 6.4): a common information entry for functions, one for trap
 * entries, and a description of each function and routine.
 */
final class FrameProgram {
    private static final int VERSION = 3;
    private static final int CIE = -1;
    private static final int DATA_ALIGNMENT = -4;
    private static final int ADVANCE_LOC4 = 0x04;
    private static final int SAME_VALUE = 0x08;
    private static final int DEF_CFA = 0x0c;
    private static final int OFFSET_EXTENDED_SF = 0x11;
    private static final int OFFSET = 0x80;
    /** The column of the interrupted pc, which is in no integer register. */
    static final int TRAP_RETURN_COLUMN = 64;

    private final Assembler out;
    private final Label functions;
    private final Label traps;

    FrameProgram(Assembler out) {
        this.out = out;
        out.section(".debug_frame", SectionKind.DEBUG);
        functions = common("", Register.RA.number());
        traps = common("S", TRAP_RETURN_COLUMN);
    }

    private Label common(String augmentation, int returnColumn) {
        Label start = out.here("cie");
        Label end = begin();
        out.word(CIE);
        out.bytes(VERSION);
        out.asciz(augmentation);
        out.uleb128(1);
        out.sleb128(DATA_ALIGNMENT);
        out.uleb128(returnColumn);
        out.bytes(DEF_CFA, Register.SP.number(), 0);
        finish(end);
        return start;
    }

    /** The length; returns the label of the end, to be given to {@link #finish}. */
    private Label begin() {
        Label start = out.local("entry");
        Label end = out.local("entry end");
        out.distance(start, end);
        out.bind(start);
        return end;
    }

    private void finish(Label end) {
        out.align(Integer.BYTES);
        out.bind(end);
    }

    void function(FunctionCode function) {
        describe(functions, function.start(), function.end(), function.frame(), -1);
    }

    void routine(Routine routine) {
        describe(routine.trap() ? traps : functions, routine.start(), routine.end(),
                routine.frame(), routine.trap() ? routine.interruptedPc() : -1);
    }

    private void describe(Label common, Label start, Label end, List<FunctionCode.Frame> rows,
            int interruptedPc) {
        Label finish = begin();
        out.distance(functions, common);
        out.word(start);
        out.distance(start, end);
        Label here = start;
        Set<Register> saved = EnumSet.noneOf(Register.class);
        for (FunctionCode.Frame row : rows) {
            if (row.at() != here) {
                out.bytes(ADVANCE_LOC4);
                out.distance(here, row.at());
                here = row.at();
            }
            out.bytes(DEF_CFA);
            out.uleb128(row.register().number());
            out.uleb128(row.offset());
            new TreeMap<>(row.saved()).forEach(this::saved);
            if (interruptedPc >= 0) {
                saved(TRAP_RETURN_COLUMN, interruptedPc - row.offset());
            }
            for (Register register : saved) {
                if (!row.saved().containsKey(register)) {
                    out.bytes(SAME_VALUE, register.number());
                }
            }
            saved.clear();
            saved.addAll(row.saved().keySet());
        }
        finish(finish);
    }

    private void saved(Register register, int offset) {
        saved(register.number(), offset);
    }

    private void saved(int column, int offset) {
        if (offset <= 0 && column < TRAP_RETURN_COLUMN) {
            out.bytes(OFFSET | column);
            out.uleb128(offset / DATA_ALIGNMENT);
        } else {
            out.bytes(OFFSET_EXTENDED_SF);
            out.uleb128(column);
            out.sleb128(offset / DATA_ALIGNMENT);
        }
    }
}

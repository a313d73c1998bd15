package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.isa.Register;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes {@code .debug_frame} (section 6.4): a common information entry for functions, one for
 * routines that keep the return address elsewhere than in ra, one for those that interrupt, and a
 * description of each function and routine.
 */
final class FrameProgram {
    private static final int VERSION = 3;
    private static final int CIE = -1;
    private static final int DATA_ALIGNMENT = -4;
    private static final int ADVANCE_LOC4 = 0x04;
    private static final int UNDEFINED = 0x07;
    private static final int SAME_VALUE = 0x08;
    private static final int REGISTER = 0x09;
    private static final int DEF_CFA = 0x0c;
    private static final int OFFSET_EXTENDED_SF = 0x11;
    private static final int OFFSET = 0x80;

    private final Assembler out;
    private final Label functions;
    private final Label stubs;
    private final Label traps;

    FrameProgram(Assembler out) {
        this.out = out;
        out.section(".debug_frame", SectionKind.DEBUG);
        functions = common("", Register.RA.number());
        stubs = common("", Routine.PC);
        traps = common("S", Routine.PC);
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

    void routine(Routine routine) {
        Label finish = begin();
        out.distance(functions, common(routine));
        out.word(routine.start());
        out.distance(routine.start(), routine.end());
        Label here = routine.start();
        Set<Integer> known = new TreeSet<>();
        for (Routine.Row row : routine.rows()) {
            if (row.at() != here) {
                out.bytes(ADVANCE_LOC4);
                out.distance(here, row.at());
                here = row.at();
            }
            out.bytes(DEF_CFA);
            out.uleb128(row.register().number());
            out.uleb128(row.offset());
            row.rules().forEach(this::rule);
            known.removeAll(row.rules().keySet());
            for (int column : known) {
                out.bytes(SAME_VALUE);
                out.uleb128(column);
            }
            known.clear();
            known.addAll(row.rules().keySet());
        }
        finish(finish);
    }

    private Label common(Routine routine) {
        if (routine.interrupting()) {
            return traps;
        }
        return routine.rows().get(0).rules().containsKey(Routine.PC) ? stubs : functions;
    }

    private void rule(int column, Routine.Rule rule) {
        if (rule instanceof Routine.Rule.InRegister register) {
            out.bytes(REGISTER);
            out.uleb128(column);
            out.uleb128(register.column());
        } else if (rule instanceof Routine.Rule.At place) {
            saved(column, place.offset());
        } else {
            out.bytes(UNDEFINED);
            out.uleb128(column);
        }
    }

    private void saved(int column, int offset) {
        if (offset <= 0 && column < Routine.PC) {
            out.bytes(OFFSET | column);
            out.uleb128(offset / DATA_ALIGNMENT);
        } else {
            out.bytes(OFFSET_EXTENDED_SF);
            out.uleb128(column);
            out.sleb128(offset / DATA_ALIGNMENT);
        }
    }
}

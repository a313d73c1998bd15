package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A routine written in assembly, as far as a debugger must know it to walk the stack through it.
 *
 * @param interrupting whether it was entered by a trap or a signal: the pc of its caller is that of
 *                     the interrupted instruction, and not of the one behind a call
 * @param rows         in ascending order; a row holds up to the next one
 */
public record Routine(Label start, Label end, boolean interrupting, List<Row> rows) {
    /** The column of a caller's pc that is in no integer register the caller knows. */
    public static final int PC = 64;
    /** The column of CSR 0 (RISC-V DWARF specification, table of register numbers). */
    public static final int CSRS = 4096;

    /** Where something of the caller is. */
    public sealed interface Rule {
        /** In a register, by its column. */
        record InRegister(int column) implements Rule {
        }

        /** In memory, {@code offset} bytes from the canonical frame address. */
        record At(int offset) implements Rule {
        }

        /** Nowhere: of the pc, that there is no caller. */
        record Nowhere() implements Rule {
        }
    }

    /**
     * From {@code at} on, the canonical frame address is {@code register} plus {@code offset}.
     *
     * @param rules by column; what is not named is still where the caller had it
     */
    public record Row(Label at, Register register, int offset, Map<Integer, Rule> rules) {
        public Row {
            rules = new TreeMap<>(rules);
        }
    }

    /** A routine that is called and keeps sp and ra, or is done with before it changes them. */
    public static Routine leaf(Label start, Label end) {
        return called(start, end, List.of(new Row(start, Register.SP, 0, Map.of())));
    }

    /** A routine that is called, and keeps ra where the rows say. */
    public static Routine called(Label start, Label end, List<Row> rows) {
        return new Routine(start, end, false, rows);
    }

    /** The first of all: nobody called it. */
    public static Routine outermost(Label start, Label end) {
        return new Routine(start, end, false, List.of(new Row(start, Register.SP, 0,
                Map.of(Register.RA.number(), new Rule.Nowhere()))));
    }

    /** A routine that was entered by a trap or a signal. */
    public static Routine interrupting(Label start, Label end, List<Row> rows) {
        return new Routine(start, end, true, rows);
    }

    /** Bytes of stack that it takes itself. */
    public int frameSize() {
        return rows.stream().filter(row -> row.register() == Register.SP)
                .mapToInt(Row::offset).max().orElse(0);
    }

    public static Routine of(FunctionCode code) {
        List<Row> rows = new ArrayList<>();
        for (FunctionCode.Frame frame : code.frame()) {
            Map<Integer, Rule> rules = new TreeMap<>();
            frame.saved().forEach((register, offset) ->
                    rules.put(register.number(), new Rule.At(offset)));
            rows.add(new Row(frame.at(), frame.register(), frame.offset(), rules));
        }
        return new Routine(code.start(), code.end(), false, rows);
    }

    /** All integer registers but x0, a word each, from {@code offset} on where x0 would be. */
    public static Map<Integer, Rule> allRegistersAt(int offset) {
        Map<Integer, Rule> rules = new TreeMap<>();
        for (Register register : Register.values()) {
            if (register != Register.ZERO) {
                rules.put(register.number(),
                        new Rule.At(offset + register.number() * Integer.BYTES));
            }
        }
        return rules;
    }
}

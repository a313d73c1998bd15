package cleave.toolchain.compiler.backend;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;
import static cleave.toolchain.isa.Register.T4;
import static cleave.toolchain.isa.Register.T5;
import static cleave.toolchain.isa.Register.T6;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.PanicTables.Place;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.isa.Register;
import java.util.List;
import java.util.Map;

/**
 * The routines that failed checks and trap handlers end in. Both fill a {@code PanicSite} on the
 * stack and call the panic handler with its address; neither returns.
 *
 * <ul>
 * <li>{@code __cleave_panic}: jumped to with the return address in t0, which tells the site.
 * <li>{@code __cleave_fault}: called with the address of an instruction that has faulted in a0.
 * </ul>
 *
 * <p>Without a handler both stop at an {@code ebreak}.
 */
final class PanicRoutines {
    static final String PANIC = "__cleave_panic";
    static final String FAULT = "__cleave_fault";
    private static final int REGISTERS = 32;
    /** All registers, then the site. */
    private static final int SITE = REGISTERS * Integer.BYTES;
    private static final int FRAME = SITE + 32;
    /** The fields of PanicSite. */
    private static final int MESSAGE = SITE;
    private static final int FILE = SITE + 4;
    private static final int LINE = SITE + 8;
    private static final int METHOD = SITE + 12;
    private static final int INDEX = SITE + 16;
    private static final int LENGTH = SITE + 20;
    private static final int INDEXED = SITE + 24;
    private static final int PC = SITE + 28;

    private final Assembler a;
    private final PanicTables tables;
    private final Symbol handler;

    private PanicRoutines(Assembler assembler, Symbol handler, PanicTables tables) {
        this.a = assembler;
        this.handler = handler;
        this.tables = tables;
    }

    static List<Routine> write(Assembler assembler, Symbol handler, PanicTables tables) {
        PanicRoutines routines = new PanicRoutines(assembler, handler, tables);
        if (handler == null) {
            routines.writeStop(PANIC);
            routines.writeStop(FAULT);
            return List.of();
        }
        return List.of(routines.writePanic(), routines.writeFault());
    }

    private void writeStop(String name) {
        Label stop = a.function(name);
        a.ebreak();
        a.j(stop);
        a.end();
    }

    private Routine writePanic() {
        Label start = a.function(PANIC);
        a.addi(SP, SP, -FRAME);
        Label framed = a.here("framed");
        for (int n = 1; n < REGISTERS; n++) {
            a.sw(Register.of(n), SP, n * Integer.BYTES);
        }
        Label saved = a.here("saved");
        a.addi(T1, T0, -Integer.BYTES);
        a.sw(T1, SP, PC);
        a.la(T1, PanicTables.SITES);
        a.la(T2, PanicTables.SITES + "_end");
        Label next = a.here("next");
        Label found = a.local("found");
        Label unknown = a.local("unknown");
        a.beq(T1, T2, unknown);
        a.lw(T3, T1, 0);
        a.beq(T3, T0, found);
        a.addi(T1, T1, PanicTables.SITE_SIZE);
        a.j(next);
        a.bind(unknown);
        a.la(T3, tables.text(PanicTables.UNKNOWN));
        a.la(T4, tables.position((Position) null));
        a.li(T5, 0);
        a.li(T6, 0);
        Label fill = a.local("fill");
        a.j(fill);
        a.bind(found);
        a.lw(T3, T1, 4);
        a.lw(T4, T1, 8);
        a.lw(T5, T1, 12);
        a.lw(T6, T1, 16);
        a.bind(fill);
        storeTexts();
        a.snez(A0, T6);
        a.sw(A0, SP, INDEXED);
        Label number = a.local("number");
        a.mv(A0, T5);
        a.jal(number);
        a.sw(A0, SP, INDEX);
        a.mv(A0, T6);
        a.jal(number);
        a.sw(A0, SP, LENGTH);
        callHandler();
        a.bind(number);
        writeNumber();
        Label end = a.here("end");
        a.end();
        return new Routine(start, end, false, panicRows(start, framed, saved));
    }

    /** The caller's pc is in t0, for the call leaves ra alone; sp in the frame is the routine's. */
    private static List<Routine.Row> panicRows(Label start, Label framed, Label saved) {
        Map<Integer, Routine.Rule> linked =
                Map.of(Routine.PC, new Routine.Rule.InRegister(T0.number()));
        Map<Integer, Routine.Rule> rules = Routine.allRegistersAt(-FRAME);
        rules.remove(SP.number());
        rules.put(Routine.PC, rules.get(T0.number()));
        return List.of(new Routine.Row(start, SP, 0, linked),
                new Routine.Row(framed, SP, FRAME, linked),
                new Routine.Row(saved, SP, FRAME, rules));
    }

    /** The number that place a0 stands for, to a0; changes a1. */
    private void writeNumber() {
        Label ready = a.local("ready");
        Label slot = a.local("slot");
        Label load = a.local("load");
        a.andi(A1, A0, (1 << Place.KIND_BITS) - 1);
        a.srai(A0, A0, Place.KIND_BITS);
        a.beqz(A1, ready);
        a.addi(A1, A1, -Place.SLOT);
        a.beqz(A1, slot);
        a.bgtz(A1, ready);
        a.slli(A0, A0, 2);
        a.j(load);
        a.bind(slot);
        a.addi(A0, A0, FRAME);
        a.bind(load);
        a.add(A0, A0, SP);
        a.lw(A0, A0, 0);
        a.bind(ready);
        a.ret();
    }

    private Routine writeFault() {
        Label start = a.function(FAULT);
        a.addi(SP, SP, -FRAME);
        a.sw(RA, SP, RA.number() * Integer.BYTES);
        Label saved = a.here("saved");
        a.sw(A0, SP, PC);
        a.la(T1, PanicTables.FAULTS);
        a.la(T2, PanicTables.FAULTS + "_end");
        a.li(T4, 0);
        a.li(T5, 0);
        Label next = a.here("next");
        Label found = a.local("found");
        Label skip = a.local("skip");
        a.beq(T1, T2, found);
        a.lw(T3, T1, 0);
        a.bgtu(T3, A0, skip);
        a.bltu(T3, T5, skip);
        a.mv(T5, T3);
        a.lw(T4, T1, 4);
        a.bind(skip);
        a.addi(T1, T1, PanicTables.FAULT_SIZE);
        a.j(next);
        a.bind(found);
        Label fill = a.local("fill");
        a.la(T3, tables.text("null reference"));
        a.bnez(T4, fill);
        a.la(T3, tables.text("fault"));
        a.la(T4, tables.position((Position) null));
        a.bind(fill);
        storeTexts();
        a.sw(ZERO, SP, INDEX);
        a.sw(ZERO, SP, LENGTH);
        a.sw(ZERO, SP, INDEXED);
        callHandler();
        Label end = a.here("end");
        a.end();
        return new Routine(start, end, false, List.of(
                new Routine.Row(start, SP, 0, Map.of()),
                new Routine.Row(saved, SP, FRAME, Map.of(RA.number(),
                        new Routine.Rule.At(RA.number() * Integer.BYTES - FRAME)))));
    }

    /** From the message in t3 and the position in t4; changes a0. */
    private void storeTexts() {
        a.sw(T3, SP, MESSAGE);
        a.lw(A0, T4, 0);
        a.sw(A0, SP, FILE);
        a.lw(A0, T4, 4);
        a.sw(A0, SP, LINE);
        a.lw(A0, T4, 8);
        a.sw(A0, SP, METHOD);
    }

    private void callHandler() {
        a.addi(A0, SP, SITE);
        a.call(handler.name());
        Label stop = a.here("stop");
        a.ebreak();
        a.j(stop);
    }
}

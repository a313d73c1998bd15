package cleave.toolchain.compiler.door;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.util.List;
import java.util.Map;

/**
 * How a program begins, prints and ends in M-mode on QEMU's {@code virt}: its stack is behind its
 * variables, the console is the NS16550A, polled, and the test finisher takes the exit code. Of
 * several harts, the first runs the program. A trap becomes a panic that names the line of Java,
 * told on a stack of its own; one that happens while it is being told ends the program with code 1.
 */
final class BareStart {
    private static final int STACK_SIZE = 0x1_0000;
    private static final int TRAP_STACK_SIZE = 0x4000;
    /** The pc and the registers x1 to x31. */
    private static final int TRAP_FRAME = 32 * Integer.BYTES;
    private static final int UART = 0x1000_0000;
    private static final int UART_LINE_STATUS = 5;
    private static final int UART_HAS_DATA = 1;
    private static final int UART_TAKES_DATA = 0x20;
    private static final int FINISHER = 0x10_0000;
    private static final int FINISHER_PASS = 0x5555;
    private static final int FINISHER_FAIL = 0x3333;

    private BareStart() {
    }

    static List<Routine> write(Assembler a, MainMethod main) {
        return List.of(writeBegin(a, main), writeTrap(a), writeWrite(a), writeRead(a));
    }

    private static Routine writeBegin(Assembler a, MainMethod main) {
        Label park = a.local("park");
        Label start = a.function("_start");
        a.csrw(Csr.MIE, ZERO);
        a.csrr(T0, Csr.MHARTID);
        a.bnez(T0, park);
        a.la(T0, "__guest_trap");
        a.csrw(Csr.MTVEC, T0);
        a.la(T0, "__guest_trap_stack_top");
        a.csrw(Csr.MSCRATCH, T0);
        clearBlank(a);
        a.la(SP, "__guest_stack_top");
        main.writeCall(a);
        writeExit(a);
        a.bind(park);
        a.wfi();
        a.j(park);
        Label end = a.here("end");
        a.end();
        writeStacks(a);
        return Routine.outermost(start, end);
    }

    /** Whoever loaded the program may have left something in its zeroed variables' memory. */
    private static void clearBlank(Assembler a) {
        a.la(T0, "__guest_blank");
        a.la(T1, "__guest_blank_end");
        Label done = a.local("done");
        Label next = a.here("next");
        a.bgeu(T0, T1, done);
        a.sw(ZERO, T0, 0);
        a.addi(T0, T0, Integer.BYTES);
        a.j(next);
        a.bind(done);
    }

    private static void writeExit(Assembler a) {
        a.function("__guest_exit");
        Label tell = a.local("tell");
        a.andi(A0, A0, 0xff);
        a.li(T1, FINISHER_PASS);
        a.beqz(A0, tell);
        a.slli(T1, A0, 16);
        a.li(T2, FINISHER_FAIL);
        a.or(T1, T1, T2);
        a.bind(tell);
        a.li(T0, FINISHER);
        a.sw(T1, T0, 0);
    }

    /** Saves all registers, with the pc in the place of x0, on a stack of its own. */
    private static Routine writeTrap(Assembler a) {
        a.align(Integer.BYTES);
        Label start = a.function("__guest_trap");
        a.csrrw(SP, Csr.MSCRATCH, SP);
        Label changed = a.here("changed");
        a.addi(SP, SP, -TRAP_FRAME);
        Label framed = a.here("framed");
        for (Register register : Register.values()) {
            if (register != ZERO && register != SP) {
                a.sw(register, SP, register.number() * Integer.BYTES);
            }
        }
        a.csrr(T0, Csr.MSCRATCH);
        a.sw(T0, SP, SP.number() * Integer.BYTES);
        a.csrr(A0, Csr.MEPC);
        a.sw(A0, SP, 0);
        Label saved = a.here("saved");
        a.la(T0, "__guest_second_trap");
        a.csrw(Csr.MTVEC, T0);
        a.call("__cleave_fault");
        a.ebreak();
        Label end = a.here("end");
        a.align(Integer.BYTES);
        a.function("__guest_second_trap");
        a.li(A0, 1);
        a.tail("__guest_exit");
        a.end();
        return Routine.interrupting(start, end, trapRows(start, changed, framed, saved));
    }

    private static List<Routine.Row> trapRows(Label start, Label changed, Label framed,
            Label saved) {
        Routine.Rule pc = inCsr(Csr.MEPC);
        Map<Integer, Routine.Rule> exchanged =
                Map.of(Routine.PC, pc, SP.number(), inCsr(Csr.MSCRATCH));
        Map<Integer, Routine.Rule> inFrame = Routine.allRegistersAt(-TRAP_FRAME);
        inFrame.put(Routine.PC, new Routine.Rule.At(-TRAP_FRAME));
        return List.of(new Routine.Row(start, SP, 0, Map.of(Routine.PC, pc)),
                new Routine.Row(changed, SP, 0, exchanged),
                new Routine.Row(framed, SP, TRAP_FRAME, exchanged),
                new Routine.Row(saved, SP, TRAP_FRAME, inFrame));
    }

    private static Routine.Rule inCsr(Csr csr) {
        return new Routine.Rule.InRegister(Routine.CSRS + csr.number());
    }

    private static Routine writeWrite(Assembler a) {
        Label start = a.function("__guest_write");
        a.li(T1, UART);
        a.add(A1, A0, A1);
        Label done = a.local("done");
        Label next = a.here("next");
        a.beq(A0, A1, done);
        a.lbu(T0, A0, 0);
        Label full = a.here("full");
        a.lbu(T2, T1, UART_LINE_STATUS);
        a.andi(T2, T2, UART_TAKES_DATA);
        a.beqz(T2, full);
        a.sb(T0, T1, 0);
        a.addi(A0, A0, 1);
        a.j(next);
        a.bind(done);
        a.ret();
        Label end = a.here("end");
        a.end();
        return Routine.leaf(start, end);
    }

    private static Routine writeRead(Assembler a) {
        Label start = a.function("__guest_read");
        a.li(T1, UART);
        Label empty = a.here("empty");
        a.lbu(T2, T1, UART_LINE_STATUS);
        a.andi(T2, T2, UART_HAS_DATA);
        a.beqz(T2, empty);
        a.lbu(A0, T1, 0);
        a.ret();
        Label end = a.here("end");
        a.end();
        return Routine.leaf(start, end);
    }

    private static void writeStacks(Assembler a) {
        a.bss();
        a.sectionStart("__guest_blank");
        a.sectionEnd("__guest_blank_end");
        // Stacks need not be cleared.
        a.section(".bss.stack", SectionKind.BSS);
        a.align(16);
        writeStack(a, "__guest_trap_stack", TRAP_STACK_SIZE);
        writeStack(a, "__guest_stack", STACK_SIZE);
        a.text();
    }

    private static void writeStack(Assembler a, String name, int size) {
        a.object(name);
        a.space(size);
        a.end();
        a.bind(name + "_top");
    }
}

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
import cleave.toolchain.isa.Csr;

/**
 * How a program begins, prints and ends in M-mode on QEMU's {@code virt}: its stack is behind its
 * variables, the console is the NS16550A, polled, and the test finisher takes the exit code. Of
 * several harts, the first runs the program. A trap becomes a panic that names the line of Java;
 * one that happens while it is being told ends the program with code 1.
 */
final class BareStart {
    private static final int STACK_SIZE = 0x1_0000;
    private static final int UART = 0x1000_0000;
    private static final int UART_LINE_STATUS = 5;
    private static final int UART_HAS_DATA = 1;
    private static final int UART_TAKES_DATA = 0x20;
    private static final int FINISHER = 0x10_0000;
    private static final int FINISHER_PASS = 0x5555;
    private static final int FINISHER_FAIL = 0x3333;

    private BareStart() {
    }

    static void write(Assembler a, MainMethod main) {
        Label park = a.local("park");
        a.function("_start");
        a.csrw(Csr.MIE, ZERO);
        a.csrr(T0, Csr.MHARTID);
        a.bnez(T0, park);
        a.la(T0, "__guest_trap");
        a.csrw(Csr.MTVEC, T0);
        clearBlank(a);
        a.la(SP, "__guest_stack_top");
        main.writeCall(a);
        writeExit(a);
        a.bind(park);
        a.wfi();
        a.j(park);
        a.end();
        writeTrap(a);
        writeWrite(a);
        writeRead(a);
        writeStack(a);
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

    private static void writeTrap(Assembler a) {
        a.align(Integer.BYTES);
        a.function("__guest_trap");
        a.la(T0, "__guest_second_trap");
        a.csrw(Csr.MTVEC, T0);
        a.csrr(A0, Csr.MEPC);
        a.la(SP, "__guest_stack_top");
        a.tail("__cleave_fault");
        a.align(Integer.BYTES);
        a.function("__guest_second_trap");
        a.li(A0, 1);
        a.tail("__guest_exit");
        a.end();
    }

    private static void writeWrite(Assembler a) {
        a.function("__guest_write");
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
        a.end();
    }

    private static void writeRead(Assembler a) {
        a.function("__guest_read");
        a.li(T1, UART);
        Label empty = a.here("empty");
        a.lbu(T2, T1, UART_LINE_STATUS);
        a.andi(T2, T2, UART_HAS_DATA);
        a.beqz(T2, empty);
        a.lbu(A0, T1, 0);
        a.ret();
        a.end();
    }

    private static void writeStack(Assembler a) {
        a.bss();
        a.sectionStart("__guest_blank");
        a.sectionEnd("__guest_blank_end");
        a.align(16);
        a.object("__guest_stack");
        a.space(STACK_SIZE);
        a.end();
        a.bind("__guest_stack_top");
        a.text();
    }
}

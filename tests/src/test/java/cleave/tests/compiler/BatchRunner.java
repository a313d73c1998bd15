package cleave.tests.compiler;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S10;
import static cleave.toolchain.isa.Register.S11;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.S7;
import static cleave.toolchain.isa.Register.S8;
import static cleave.toolchain.isa.Register.S9;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.util.List;

/**
 * The assembly around the programs of a {@link Batch}: calls every step, looks that it has kept the
 * stack pointer and the callee-saved registers, and prints what it returned; comes back from a
 * panic, and from a fault by way of the compiler's own routine.
 */
final class BatchRunner {
    private static final int STACK = 0x8300_0000;
    private static final int UART = 0x1000_0000;
    private static final int UART_LINE_STATUS = 5;
    private static final int UART_TAKES_DATA = 0x20;
    private static final int FINISHER = 0x10_0000;
    private static final int PASS = 0x5555;
    private static final int LOAD_ACCESS_FAULT = 5;
    private static final int STORE_ACCESS_FAULT = 7;
    private static final int MARK = 0x5eed_0000;
    /** Those that hold no value of the runner. */
    private static final List<Register> KEPT = List.of(S2, S3, S4, S5, S6, S7, S8, S9, S10, S11);

    private final Assembler a;

    BatchRunner(Assembler assembler) {
        a = assembler;
    }

    void write(List<String> programs) {
        a.function("_start");
        a.la(T0, "runner_trap");
        a.csrw(Csr.MTVEC, T0);
        for (String program : programs) {
            a.la(S0, program);
            a.call("runner_run");
        }
        a.li(T0, FINISHER);
        a.li(T1, PASS);
        a.sw(T1, T0, 0);
        Label stop = a.here("stop");
        a.j(stop);
        a.end();
        writeRun();
        writePanic();
        writeTrap();
        writePrint();
    }

    private void writeRun() {
        a.function("runner_run");
        a.la(T0, "runner_return");
        a.sw(RA, T0, 0);
        a.li(S1, 0);
        Label next = a.here("next");
        Label changed = a.local("changed");
        a.li(SP, STACK);
        for (int i = 0; i < KEPT.size(); i++) {
            a.li(KEPT.get(i), MARK + i);
        }
        a.mv(A0, S1);
        a.jalr(RA, S0, 0);
        a.li(T0, STACK);
        a.bne(SP, T0, changed);
        for (int i = 0; i < KEPT.size(); i++) {
            a.li(T0, MARK + i);
            a.bne(KEPT.get(i), T0, changed);
        }
        a.call("runner_hex");
        a.call("runner_line");
        a.addi(S1, S1, 1);
        a.li(T0, SubsetProgram.STEPS);
        a.blt(S1, T0, next);
        a.bind("runner_end");
        a.la(A0, "runner_dot");
        a.call("runner_text");
        a.la(T0, "runner_return");
        a.lw(RA, T0, 0);
        a.ret();
        a.bind(changed);
        a.la(A0, "runner_changed");
        a.call("runner_text");
        a.j(a.label("runner_end"));
        a.end();
        text("runner_dot", ".\n");
        text("runner_changed", "a register is not kept\n");
        a.bss();
        a.align(Integer.BYTES);
        a.object("runner_return");
        a.space(Integer.BYTES);
        a.end();
        a.text();
    }

    private void text(String label, String text) {
        a.rodata();
        a.bind(label);
        a.asciz(text);
        a.align(Integer.BYTES);
        a.text();
    }

    /** Message, line, whether there is an index, index and length in a0 to a4. */
    private void writePanic() {
        a.function("runner_panic");
        a.li(SP, STACK);
        a.mv(S2, A1);
        a.mv(S3, A2);
        a.mv(S4, A3);
        a.mv(S5, A4);
        a.call("runner_text");
        a.la(A0, "runner_at");
        a.call("runner_text");
        a.mv(A0, S2);
        a.call("runner_hex");
        Label plain = a.local("plain");
        a.beqz(S3, plain);
        a.la(A0, "runner_index");
        a.call("runner_text");
        a.mv(A0, S4);
        a.call("runner_hex");
        a.li(A0, ' ');
        a.call("runner_put");
        a.mv(A0, S5);
        a.call("runner_hex");
        a.bind(plain);
        a.call("runner_line");
        a.j(a.label("runner_end"));
        a.end();
        text("runner_at", " at ");
        text("runner_index", ": ");
    }

    private void writeTrap() {
        a.align(Integer.BYTES);
        a.function("runner_trap");
        Label fault = a.local("fault");
        a.li(SP, STACK);
        a.csrr(T0, Csr.MCAUSE);
        a.csrr(A0, Csr.MEPC);
        a.li(T1, LOAD_ACCESS_FAULT);
        a.beq(T0, T1, fault);
        a.li(T1, STORE_ACCESS_FAULT);
        a.beq(T0, T1, fault);
        a.la(A0, "runner_trapped");
        a.call("runner_text");
        a.csrr(A0, Csr.MCAUSE);
        a.call("runner_hex");
        a.call("runner_line");
        a.j(a.label("runner_end"));
        a.bind(fault);
        a.tail("__cleave_fault");
        a.end();
        text("runner_trapped", "trap ");
    }

    private void writePrint() {
        a.function("runner_put");
        a.li(T1, UART);
        Label full = a.here("full");
        a.lbu(T2, T1, UART_LINE_STATUS);
        a.andi(T2, T2, UART_TAKES_DATA);
        a.beqz(T2, full);
        a.sb(A0, T1, 0);
        a.ret();
        a.end();

        a.function("runner_line");
        a.li(A0, '\n');
        a.j(a.label("runner_put"));
        a.end();

        a.function("runner_text");
        a.mv(T0, RA);
        a.mv(A1, A0);
        Label end = a.local("end");
        Label letter = a.here("letter");
        a.lbu(A0, A1, 0);
        a.beqz(A0, end);
        a.call("runner_put");
        a.addi(A1, A1, 1);
        a.j(letter);
        a.bind(end);
        a.jr(T0);
        a.end();

        a.function("runner_hex");
        a.mv(T0, RA);
        a.mv(A1, A0);
        a.li(A2, Integer.BYTES * 2);
        Label small = a.local("small");
        Label digit = a.here("digit");
        a.srli(A0, A1, 28);
        a.slli(A1, A1, 4);
        a.addi(A0, A0, '0');
        a.li(A3, '9' + 1);
        a.blt(A0, A3, small);
        a.addi(A0, A0, 'a' - '9' - 1);
        a.bind(small);
        a.call("runner_put");
        a.addi(A2, A2, -1);
        a.bne(A2, ZERO, digit);
        a.jr(T0);
        a.end();
    }
}

package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;

/** The end when the firmware cannot go on: a message on the console, then exit code 1. */
final class Fatal implements Part {
    /** Says the zero-terminated text at a0. */
    static final String LABEL = "fatal";
    /** Says that the firmware itself has trapped, and where. */
    static final String TRAP = "fatal_trap";

    private static final int EXIT_CODE = 1;
    private static final String PRINT_HEX = "print_hex";

    @Override
    public void assemble(Assembler a) {
        a.function(TRAP);
        a.la(SP, Reset.STACK_TOP);
        for (Csr csr : new Csr[] {Csr.MCAUSE, Csr.MEPC, Csr.MTVAL}) {
            a.la(A0, "text_" + csr.assemblyName());
            a.jal(T0, a.label(Uart.PRINT));
            a.csrr(S1, csr);
            a.call(PRINT_HEX);
        }
        a.la(A0, "text_trap");
        a.function(LABEL);
        a.la(SP, Reset.STACK_TOP);
        a.mv(S1, A0);
        a.la(A0, "text_prefix");
        a.jal(T0, a.label(Uart.PRINT));
        a.mv(A0, S1);
        a.jal(T0, a.label(Uart.PRINT));
        a.li(A0, '\n');
        a.jal(T0, a.label(Uart.PUT));
        a.li(A0, Finisher.failure(EXIT_CODE));
        a.tail(Finisher.FINISH);
        printHex(a);
        texts(a);
    }

    /** Prints s1 as eight digits and a space. */
    private static void printHex(Assembler a) {
        a.function(PRINT_HEX);
        a.li(S2, Integer.SIZE);
        Label digit = a.here("digit");
        Label decimal = a.local("decimal");
        a.addi(S2, S2, -4);
        a.srl(A0, S1, S2);
        a.andi(A0, A0, 0xf);
        a.li(T1, 10);
        a.blt(A0, T1, decimal);
        a.addi(A0, A0, 'a' - '0' - 10);
        a.bind(decimal);
        a.addi(A0, A0, '0');
        a.jal(T0, a.label(Uart.PUT));
        a.bnez(S2, digit);
        a.li(A0, ' ');
        a.jal(T0, a.label(Uart.PUT));
        a.ret();
    }

    private static void texts(Assembler a) {
        a.rodata();
        a.bind("text_prefix");
        a.asciz("Cleave firmware: ");
        a.bind("text_trap");
        a.asciz("a trap in M-mode");
        for (Csr csr : new Csr[] {Csr.MCAUSE, Csr.MEPC, Csr.MTVAL}) {
            a.bind("text_" + csr.assemblyName());
            a.asciz(csr.assemblyName() + " ");
        }
        a.align(4);
        a.text();
    }
}

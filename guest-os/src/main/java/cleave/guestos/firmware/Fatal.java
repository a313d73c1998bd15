package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
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
    /** Says the zero-terminated text at a0 and the number in a1. */
    static final String WITH_NUMBER = "fatal_with_number";
    /** Says that the firmware itself has trapped, how and where. */
    static final String TRAP = "fatal_trap";

    private static final int EXIT_CODE = 1;
    private static final String SAY = "fatal_say";
    private static final String END = "fatal_end";
    private static final String PRINT_HEX = "print_hex";
    private static final Csr[] TRAP_REGISTERS = {Csr.MCAUSE, Csr.MEPC, Csr.MTVAL};

    @Override
    public void assemble(Assembler a) {
        a.function(TRAP);
        a.la(SP, Reset.STACK_TOP);
        a.la(A0, "text_trap");
        a.call(SAY);
        for (Csr csr : TRAP_REGISTERS) {
            a.la(A0, textOf(csr));
            a.jal(T0, a.label(Uart.PRINT));
            a.csrr(S1, csr);
            a.call(PRINT_HEX);
        }
        a.tail(END);

        a.function(WITH_NUMBER);
        a.la(SP, Reset.STACK_TOP);
        a.mv(S1, A1);
        a.call(SAY);
        a.call(PRINT_HEX);
        a.function(END);
        a.li(A0, '\n');
        a.jal(T0, a.label(Uart.PUT));
        a.li(A0, Finisher.failure(EXIT_CODE));
        a.tail(Finisher.FINISH);

        a.function(SAY);
        a.mv(S2, A0);
        a.la(A0, "text_prefix");
        a.jal(T0, a.label(Uart.PRINT));
        a.mv(A0, S2);
        a.jal(T0, a.label(Uart.PRINT));
        a.ret();
        printHex(a);
        texts(a);
    }

    /** Prints s1 as {@code 0x} and eight digits. */
    private static void printHex(Assembler a) {
        a.function(PRINT_HEX);
        a.la(A0, "text_0x");
        a.jal(T0, a.label(Uart.PRINT));
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
        a.ret();
    }

    private static String textOf(Csr csr) {
        return "text_" + csr.assemblyName();
    }

    private static void texts(Assembler a) {
        a.rodata();
        a.bind("text_prefix");
        a.asciz("Cleave firmware: ");
        a.bind("text_trap");
        a.asciz("a trap in M-mode:");
        a.bind("text_0x");
        a.asciz("0x");
        for (Csr csr : TRAP_REGISTERS) {
            a.bind(textOf(csr));
            a.asciz(" " + csr.assemblyName() + " ");
        }
        a.align(4);
        a.text();
    }
}

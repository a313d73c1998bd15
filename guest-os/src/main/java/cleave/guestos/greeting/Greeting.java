package cleave.guestos.greeting;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.isa.Csr;
import java.util.List;

/**
 * The greeting: an M-mode program for {@code -bios none} that greets over the UART, echoes each
 * line that is typed, and switches the machine off with exit code 0 at {@code exit} or Ctrl-D. It
 * sleeps in {@code wfi} until the UART interrupts. A trap, of which there should be none, ends it
 * with exit code 1.
 */
public final class Greeting {
    /** The label of the first instruction. */
    public static final String ENTRY = "_start";

    private static final String TRAPPED = "trapped";
    private static final int TRAPPED_EXIT_CODE = 1;

    private static final List<Part> PARTS = List.of(Greeting::start, new LineEcho(),
            new KeyboardInput(), new Uart(), new Finisher());

    private Greeting() {
    }

    /** The program at its addresses, from the start of RAM. */
    public static Assembly assemble() {
        Assembler a = new Assembler();
        PARTS.forEach(part -> part.assemble(a));
        return a.assemble(VirtMachine.RAM);
    }

    private static void start(Assembler a) {
        a.function(ENTRY);
        a.csrw(Csr.MIE, ZERO);
        a.csrr(T0, Csr.MHARTID);
        a.bnez(T0, a.label(Finisher.PARK));
        a.la(T0, TRAPPED);
        a.csrw(Csr.MTVEC, T0);
        a.jal(T0, a.label(Uart.PREPARE));
        a.jal(T0, a.label(KeyboardInput.PREPARE));
        a.la(A0, "greeting");
        a.jal(T0, a.label(Uart.PRINT));
        a.tail(LineEcho.LABEL);

        a.align(4);
        a.function(TRAPPED);
        a.la(A0, "trap_text");
        a.jal(T0, a.label(Uart.PRINT));
        a.li(A0, Finisher.failure(TRAPPED_EXIT_CODE));
        a.tail(Finisher.FINISH);

        a.rodata();
        a.bind("greeting");
        a.asciz("Cleave: a RISC-V RV32 computer.\r\n"
                + "This is a bare-metal program in machine mode: it echoes every line you type.\r\n"
                + "Type exit or press Ctrl-D to switch the machine off.\r\n");
        a.bind("trap_text");
        a.asciz("a trap that should not be: the machine is switched off\r\n");
        a.text();
    }
}

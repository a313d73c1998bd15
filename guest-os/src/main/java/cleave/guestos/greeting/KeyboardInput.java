package cleave.guestos.greeting;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;

import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;

/**
 * Input by interrupt: the UART's, through the PLIC (RISC-V PLIC specification 1.0) to M-mode.
 * Taking interrupts stays switched off, so that one only ends {@code wfi}; it is claimed before the
 * input is read and completed when there is no more, and what arrives in between is pending again.
 */
final class KeyboardInput implements Part {
    /** Lets the UART interrupt. Linked through t0. */
    static final String PREPARE = "prepare_input";
    /** Sleeps until there is a byte, and takes it to a0. Linked through t3; s3 is its own. */
    static final String TAKE = "take_input";

    /** Of context 0, hart 0 in M-mode. */
    private static final int PLIC_ENABLE = VirtMachine.PLIC + 0x2000;
    private static final int PLIC_THRESHOLD = VirtMachine.PLIC + 0x20_0000;
    private static final int PLIC_CLAIM = VirtMachine.PLIC + 0x20_0004;
    private static final int PLIC_UART_PRIORITY =
            VirtMachine.PLIC + VirtMachine.UART_INTERRUPT * Integer.BYTES;

    @Override
    public void assemble(Assembler a) {
        a.function(PREPARE);
        store(a, PLIC_UART_PRIORITY, 1);
        store(a, PLIC_ENABLE, 1 << VirtMachine.UART_INTERRUPT);
        store(a, PLIC_THRESHOLD, 0);
        a.li(T1, VirtMachine.UART);
        a.li(T2, Uart.IER_RECEIVE);
        a.sb(T2, T1, Uart.IER);
        a.li(T1, Cause.MACHINE_EXTERNAL_INTERRUPT.bit());
        a.csrw(Csr.MIE, T1);
        a.li(S3, 0);
        a.jr(T0);

        a.function(TAKE);
        Label taken = a.local("taken");
        Label sleep = a.local("sleep");
        Label look = a.here("look");
        a.jal(T0, a.label(Uart.TAKE));
        a.bgez(A0, taken);
        a.li(T1, PLIC_CLAIM);
        a.beqz(S3, sleep);
        a.sw(S3, T1, 0);
        a.bind(sleep);
        a.wfi();
        a.lw(S3, T1, 0);
        a.j(look);
        a.bind(taken);
        a.jr(T3);
    }

    private static void store(Assembler a, int address, int value) {
        a.li(T1, address);
        a.li(T2, value);
        a.sw(T2, T1, 0);
    }
}

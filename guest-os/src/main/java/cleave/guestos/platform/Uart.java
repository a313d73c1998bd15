package cleave.guestos.platform;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;

/**
 * A polled driver of the NS16550A in machine code (PC16550D data sheet, section 8). Its functions
 * are linked through {@code t0}, so that a caller need not save {@code ra}, and change {@code t1},
 * {@code t2} and what they return.
 */
public final class Uart implements Part {
    /** Receiver buffer and transmitter holding register. */
    public static final int DATA = 0;
    /** Interrupt enable. */
    public static final int IER = 1;
    /** Line control. */
    public static final int LCR = 3;
    /** Line status. */
    public static final int LSR = 5;

    public static final int LSR_READY = 1;
    public static final int LSR_TRANSMITTER_EMPTY = 0x20;
    public static final int LCR_EIGHT_BITS = 3;
    /** Of IER: received data available. */
    public static final int IER_RECEIVE = 1;

    /** Sends the low eight bits of {@code a0}, as soon as there is room. */
    public static final String PUT = "uart_put";
    /** Takes a byte to {@code a0}, or -1 when none has arrived. */
    public static final String TAKE = "uart_take";
    /** Makes it usable: eight bits, no interrupts. The FIFOs stay, for switching loses input. */
    public static final String PREPARE = "uart_prepare";
    /** Sends the zero-terminated text at {@code a0}; uses {@code a0}, {@code a1}, {@code t3}. */
    public static final String PRINT = "uart_print";

    @Override
    public void assemble(Assembler a) {
        prepare(a);
        put(a);
        take(a);
        print(a);
    }

    private static void prepare(Assembler a) {
        a.function(PREPARE);
        a.li(T1, VirtMachine.UART);
        a.li(T2, LCR_EIGHT_BITS);
        a.sb(T2, T1, LCR);
        a.sb(ZERO, T1, IER);
        a.jr(T0);
    }

    private static void put(Assembler a) {
        a.function(PUT);
        a.li(T1, VirtMachine.UART);
        Label wait = a.here("wait");
        a.lbu(T2, T1, LSR);
        a.andi(T2, T2, LSR_TRANSMITTER_EMPTY);
        a.beqz(T2, wait);
        a.sb(A0, T1, DATA);
        a.jr(T0);
    }

    private static void take(Assembler a) {
        a.function(TAKE);
        Label none = a.local("none");
        a.li(T1, VirtMachine.UART);
        a.lbu(T2, T1, LSR);
        a.andi(T2, T2, LSR_READY);
        a.li(A0, -1);
        a.beqz(T2, none);
        a.lbu(A0, T1, DATA);
        a.bind(none);
        a.jr(T0);
    }

    private static void print(Assembler a) {
        a.function(PRINT);
        Label end = a.local("end");
        a.mv(T3, T0);
        a.mv(A1, A0);
        Label next = a.here("next");
        a.lbu(A0, A1, 0);
        a.beqz(A0, end);
        a.jal(T0, a.label(PUT));
        a.addi(A1, A1, 1);
        a.j(next);
        a.bind(end);
        a.jr(T3);
    }
}

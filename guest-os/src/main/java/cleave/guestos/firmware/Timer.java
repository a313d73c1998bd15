package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T6;

import cleave.guestos.platform.Part;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SbiFunction;
import cleave.toolchain.isa.SupervisorEntry;

/**
 * TIME (SBI specification 2.0, chapter 6) and the legacy call: Sstc's {@code stimecmp} where the
 * hart has it, else the CLINT's {@code mtimecmp}, whose interrupt becomes the supervisor's.
 */
final class Timer implements Part {
    /** Finds out whether there is Sstc, switches it on, and sets no time. */
    static final String PREPARE = "prepare_timer";
    /** The machine timer interrupt. */
    static final String INTERRUPT = "timer_interrupt";

    private static final String HAS_COMPARE = "has_timer_compare";
    private static final String SET = "set_time";
    private static final int MTI = Cause.MACHINE_TIMER_INTERRUPT.bit();
    private static final int STI = Cause.SUPERVISOR_TIMER_INTERRUPT.bit();

    @Override
    public void assemble(Assembler a) {
        prepare(a);
        calls(a);
        set(a);
        interrupt(a);
        a.bss();
        a.object(HAS_COMPARE);
        a.space(Integer.BYTES);
        a.end();
        a.text();
    }

    /**
     * First {@code stimecmp} itself is asked for: QEMU 7.2 lets the bit of {@code menvcfgh} be set
     * though Sstc is switched off.
     */
    private static void prepare(Assembler a) {
        a.function(PREPARE);
        Label absent = a.local("absent");
        a.li(A2, 0);
        Guard.around(a, () -> a.csrr(A0, Csr.STIMECMPH));
        a.bnez(T6, absent);
        a.li(A0, SupervisorEntry.TIMER_COMPARE_ENABLE);
        Guard.around(a, () -> a.csrs(Csr.MENVCFGH, A0));
        a.bnez(T6, absent);
        a.csrr(A2, Csr.MENVCFGH);
        a.and(A2, A2, A0);
        a.bind(absent);
        a.la(T1, HAS_COMPARE);
        a.sw(A2, T1, 0);
        a.li(A0, -1);
        a.li(A1, -1);
        a.jal(T0, a.label(SET));
        a.ret();
    }

    private static void calls(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.SET_TIMER));
        a.bind(SbiDispatch.handler(SbiFunction.LEGACY_SET_TIMER));
        a.jal(T0, a.label(SET));
        a.li(A0, 0);
        a.li(A1, 0);
        a.ret();
    }

    /**
     * Sets the time in a0 (low word) and a1. The high word is at its largest while the low word is
     * written, so that no value in between is due. Linked through t0.
     */
    private static void set(Assembler a) {
        a.function(SET);
        Label clint = a.local("clint");
        a.li(T2, -1);
        a.la(T1, HAS_COMPARE);
        a.lw(T1, T1, 0);
        a.beqz(T1, clint);
        a.csrw(Csr.STIMECMPH, T2);
        a.csrw(Csr.STIMECMP, A0);
        a.csrw(Csr.STIMECMPH, A1);
        a.jr(T0);
        a.bind(clint);
        a.li(T1, VirtMachine.CLINT + VirtMachine.CLINT_MTIMECMP);
        a.sw(T2, T1, 4);
        a.sw(A0, T1, 0);
        a.sw(A1, T1, 4);
        a.li(T1, STI);
        a.csrc(Csr.MIP, T1);
        a.li(T1, MTI);
        a.csrs(Csr.MIE, T1);
        a.jr(T0);
    }

    /** The supervisor's interrupt is pending now; the machine's sleeps until a time is set. */
    private static void interrupt(Assembler a) {
        a.function(INTERRUPT);
        a.li(T0, MTI);
        a.csrc(Csr.MIE, T0);
        a.li(T0, STI);
        a.csrs(Csr.MIP, T0);
        a.tail(TrapEntry.RETURN);
    }
}

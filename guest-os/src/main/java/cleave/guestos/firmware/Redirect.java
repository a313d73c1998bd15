package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.isa.Csr;

/**
 * Passes an exception on to the kernel, as the hart would have done if it were delegated
 * (privileged specification, sections 3.1.6.1 and 4.1.1).
 */
final class Redirect implements Part {
    /** Passes on the exception in {@code mcause} and {@code mtval}. */
    static final String TRAP = "redirect_trap";
    /** Passes on the cause in a0 with the value in a1. */
    static final String EXCEPTION = "redirect_exception";

    @Override
    public void assemble(Assembler a) {
        a.function(TRAP);
        a.csrr(A0, Csr.MCAUSE);
        a.csrr(A1, Csr.MTVAL);
        a.function(EXCEPTION);
        a.csrw(Csr.SCAUSE, A0);
        a.csrw(Csr.STVAL, A1);
        a.lw(T0, S0, TrapFrame.EPC);
        a.csrw(Csr.SEPC, T0);
        a.csrr(T0, Csr.STVEC);
        a.andi(T0, T0, -4);
        a.sw(T0, S0, TrapFrame.EPC);
        status(a);
        a.sw(T0, S0, TrapFrame.STATUS);
        a.tail(TrapEntry.RETURN);
    }

    /** SPP takes the mode that was interrupted, SPIE takes SIE, SIE is 0, and S-mode is next. */
    private static void status(Assembler a) {
        a.lw(T0, S0, TrapFrame.STATUS);
        a.srli(T1, T0, MachineStatus.MPP_TO_SPP);
        a.andi(T1, T1, MachineStatus.SPP);
        a.andi(T2, T0, MachineStatus.SIE);
        a.slli(T2, T2, MachineStatus.SIE_TO_SPIE);
        a.or(T1, T1, T2);
        a.li(T2, ~(MachineStatus.SPP | MachineStatus.SPIE | MachineStatus.SIE
                | MachineStatus.MPP));
        a.and(T0, T0, T2);
        a.or(T0, T0, T1);
        a.li(T1, 1 << MachineStatus.MPP_SHIFT);
        a.or(T0, T0, T1);
    }
}

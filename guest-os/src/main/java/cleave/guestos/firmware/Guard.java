package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.T4;
import static cleave.toolchain.isa.Register.T5;
import static cleave.toolchain.isa.Register.T6;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.isa.Csr;

/**
 * Instructions that may trap in M-mode: CSRs that perhaps do not exist, memory that perhaps is not
 * there. For the one guarded instruction {@code mtvec} points to a handler that steps over it.
 * Afterwards {@code t6} is 0, or 1 after a trap, of which {@code mcause} and {@code mtval} tell;
 * {@code t5}, the previous privilege in {@code mstatus}, and for {@link #asCaller} {@code t4} are
 * lost.
 */
final class Guard implements Part {
    private static final String HANDLER = "guard_handler";

    @Override
    public void assemble(Assembler a) {
        a.align(4);
        a.function(HANDLER);
        a.csrr(T6, Csr.MEPC);
        a.addi(T6, T6, 4);
        a.csrw(Csr.MEPC, T6);
        a.li(T6, 1);
        a.mret();
    }

    /** Assembles one instruction under guard. */
    static void around(Assembler a, Runnable instruction) {
        a.la(T5, HANDLER);
        a.csrrw(T5, Csr.MTVEC, T5);
        a.li(T6, 0);
        instruction.run();
        a.csrw(Csr.MTVEC, T5);
    }

    /**
     * Assembles one load or store under guard, with the address translation and the rights of the
     * interrupted code.
     *
     * @param statusBits further bits of {@code mstatus} for this access
     */
    static void asCaller(Assembler a, int statusBits, Runnable access) {
        a.lw(T4, S0, TrapFrame.STATUS);
        a.li(T6, MachineStatus.MPRV | statusBits);
        a.or(T4, T4, T6);
        a.la(T5, HANDLER);
        a.csrrw(T5, Csr.MTVEC, T5);
        a.li(T6, 0);
        a.csrw(Csr.MSTATUS, T4);
        access.run();
        a.li(T4, MachineStatus.MPRV);
        a.csrc(Csr.MSTATUS, T4);
        a.csrw(Csr.MTVEC, T5);
    }
}

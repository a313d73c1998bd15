package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;

/**
 * Where S-mode and U-mode enter the firmware, and where they are returned to. While they run,
 * {@code mscratch} holds the top of the firmware's stack; in the firmware it is 0, by which a trap
 * of the firmware itself is known.
 */
final class TrapEntry implements Part {
    static final String LABEL = "trap_entry";
    /** Goes back to the code that {@code s0}'s frame describes. */
    static final String RETURN = "trap_return";

    @Override
    public void assemble(Assembler a) {
        enter(a);
        dispatch(a);
        leave(a);
    }

    private static void enter(Assembler a) {
        a.align(4);
        a.function(LABEL);
        a.csrrw(SP, Csr.MSCRATCH, SP);
        a.beqz(SP, a.label(Fatal.TRAP));
        a.addi(SP, SP, -TrapFrame.SIZE);
        for (Register register : Register.values()) {
            if (register != ZERO && register != SP) {
                a.sw(register, SP, TrapFrame.of(register));
            }
        }
        a.mv(S0, SP);
        a.csrrw(T0, Csr.MSCRATCH, ZERO);
        a.sw(T0, S0, TrapFrame.of(SP));
        a.csrr(T0, Csr.MEPC);
        a.sw(T0, S0, TrapFrame.EPC);
        a.csrr(T0, Csr.MSTATUS);
        a.sw(T0, S0, TrapFrame.STATUS);
    }

    private static void dispatch(Assembler a) {
        Label interrupt = a.local("interrupt");
        a.csrr(T0, Csr.MCAUSE);
        a.bltz(T0, interrupt);
        when(a, Cause.ENVIRONMENT_CALL_FROM_S, SbiDispatch.LABEL);
        when(a, Cause.ILLEGAL_INSTRUCTION, IllegalInstruction.LABEL);
        when(a, Cause.LOAD_ADDRESS_MISALIGNED, MisalignedAccess.LABEL);
        when(a, Cause.STORE_ADDRESS_MISALIGNED, MisalignedAccess.LABEL);
        a.tail(Redirect.TRAP);
        a.bind(interrupt);
        when(a, Cause.MACHINE_TIMER_INTERRUPT, Timer.INTERRUPT);
        a.tail(Fatal.TRAP);
    }

    private static void when(Assembler a, Cause cause, String handler) {
        a.li(T1, cause.value());
        a.beq(T0, T1, a.label(handler));
    }

    private static void leave(Assembler a) {
        a.function(RETURN);
        a.lw(T0, S0, TrapFrame.EPC);
        a.csrw(Csr.MEPC, T0);
        a.lw(T0, S0, TrapFrame.STATUS);
        a.csrw(Csr.MSTATUS, T0);
        a.mv(SP, S0);
        a.addi(T0, S0, TrapFrame.SIZE);
        a.csrw(Csr.MSCRATCH, T0);
        for (Register register : Register.values()) {
            if (register != ZERO && register != SP) {
                a.lw(register, SP, TrapFrame.of(register));
            }
        }
        a.lw(SP, SP, TrapFrame.of(SP));
        a.mret();
    }
}

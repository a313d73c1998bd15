package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T6;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;

/**
 * Reads the instruction that has trapped, with the rights of the code it belongs to. Execute-only
 * pages can be read (MXR). A fault is passed on as the instruction's own: a load fault of whatever
 * kind becomes the instruction fault of that kind.
 */
final class InterruptedInstruction implements Part {
    /** The instruction of 16 or 32 bits in s1, its length in bytes in s2. Linked through t0. */
    static final String READ = "read_instruction";

    @Override
    public void assemble(Assembler a) {
        Label fault = a.local("fault");
        Label done = a.local("done");
        a.function(READ);
        a.lw(A0, S0, TrapFrame.EPC);
        Guard.asCaller(a, MachineStatus.MXR, () -> a.lhu(S1, A0, 0));
        a.bnez(T6, fault);
        a.li(S2, Short.BYTES);
        a.andi(T1, S1, 3);
        a.li(T2, 3);
        a.bne(T1, T2, done);
        Guard.asCaller(a, MachineStatus.MXR, () -> a.lhu(T1, A0, Short.BYTES));
        a.bnez(T6, fault);
        a.slli(T1, T1, Short.SIZE);
        a.or(S1, S1, T1);
        a.li(S2, Integer.BYTES);
        a.bind(done);
        a.jr(T0);

        a.bind(fault);
        Label accessFault = a.local("access_fault");
        a.csrr(A1, Csr.MTVAL);
        a.csrr(T1, Csr.MCAUSE);
        a.li(A0, Cause.INSTRUCTION_ACCESS_FAULT.value());
        a.li(T2, Cause.LOAD_ACCESS_FAULT.value());
        a.beq(T1, T2, accessFault);
        a.li(A0, Cause.INSTRUCTION_PAGE_FAULT.value());
        a.bind(accessFault);
        a.tail(Redirect.EXCEPTION);
    }
}

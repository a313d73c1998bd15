package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * HSM (SBI specification 2.0, chapter 9) for hart 0. It is always started when it asks; when it
 * stops, nobody is left to start it. Suspension is {@code wfi}; both default types exist.
 */
final class HartState implements Part {
    @Override
    public void assemble(Assembler a) {
        Label invalid = a.local("invalid");
        a.function(SbiDispatch.handler(SbiFunction.HART_START));
        a.csrr(T0, Csr.MHARTID);
        a.bne(A0, T0, invalid);
        SbiDispatch.fail(a, SbiError.ALREADY_AVAILABLE);

        a.function(SbiDispatch.handler(SbiFunction.HART_STOP));
        a.tail(Finisher.PARK);

        a.function(SbiDispatch.handler(SbiFunction.HART_GET_STATUS));
        a.csrr(T0, Csr.MHARTID);
        a.bne(A0, T0, invalid);
        a.li(A1, Sbi.HART_STARTED);
        SbiDispatch.succeed(a);

        suspend(a, invalid);
        a.bind(invalid);
        SbiDispatch.fail(a, SbiError.INVALID_PARAM);
    }

    /** The type is in a0, the address to resume at in a1, what to pass there in a2. */
    private static void suspend(Assembler a, Label invalid) {
        a.function(SbiDispatch.handler(SbiFunction.HART_SUSPEND));
        Label lose = a.local("lose");
        Label badAddress = a.local("bad_address");
        a.bnez(A0, lose);
        a.wfi();
        a.li(A1, 0);
        SbiDispatch.succeed(a);

        a.bind(lose);
        a.li(T0, Sbi.SUSPEND_NON_RETENTIVE);
        a.bne(A0, T0, invalid);
        a.andi(T0, A1, 1);
        a.bnez(T0, badAddress);
        a.li(A0, Short.BYTES);
        a.jal(T0, a.label(Memory.CHECK));
        a.bnez(A0, badAddress);
        a.wfi();
        a.csrw(Csr.SATP, ZERO);
        a.sfenceVma();
        a.lw(T0, S0, TrapFrame.STATUS);
        a.andi(T0, T0, ~MachineStatus.SIE);
        a.sw(T0, S0, TrapFrame.STATUS);
        a.sw(A1, S0, TrapFrame.EPC);
        a.csrr(T0, Csr.MHARTID);
        a.sw(T0, S0, TrapFrame.of(A0));
        a.sw(A2, S0, TrapFrame.of(A1));
        a.tail(TrapEntry.RETURN);

        a.bind(badAddress);
        SbiDispatch.fail(a, SbiError.INVALID_ADDRESS);
    }
}

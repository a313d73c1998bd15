package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/** IPI (SBI specification 2.0, chapter 7) and its legacy calls, from the only hart to itself. */
final class Ipi implements Part {
    private static final int SSI = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit();

    @Override
    public void assemble(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.SEND_IPI));
        Label invalid = a.local("invalid");
        Label nobody = a.local("nobody");
        a.jal(T0, a.label(HartMask.OF));
        a.bltz(T1, invalid);
        a.beqz(T1, nobody);
        a.csrsi(Csr.MIP, SSI);
        a.bind(nobody);
        a.li(A1, 0);
        SbiDispatch.succeed(a);
        a.bind(invalid);
        SbiDispatch.fail(a, SbiError.INVALID_PARAM);

        a.function(SbiDispatch.handler(SbiFunction.LEGACY_SEND_IPI));
        Label done = a.local("done");
        a.jal(T0, a.label(HartMask.OF_LEGACY));
        a.beqz(T1, done);
        a.csrsi(Csr.MIP, SSI);
        a.bind(done);
        a.li(A0, 0);
        a.ret();

        a.function(SbiDispatch.handler(SbiFunction.LEGACY_CLEAR_IPI));
        a.csrrci(A0, Csr.MIP, SSI);
        a.andi(A0, A0, SSI);
        a.snez(A0, A0);
        a.ret();
    }
}

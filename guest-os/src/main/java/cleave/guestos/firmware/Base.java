package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.T0;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiExtension;
import cleave.toolchain.isa.SbiFunction;

/** The Base extension (SBI specification 2.0, chapter 4), which never fails. */
final class Base implements Part {
    @Override
    public void assemble(Assembler a) {
        constant(a, SbiFunction.GET_SPEC_VERSION, Sbi.SPECIFICATION_VERSION);
        constant(a, SbiFunction.GET_IMPL_ID, Sbi.IMPLEMENTATION_ID);
        constant(a, SbiFunction.GET_IMPL_VERSION, Sbi.IMPLEMENTATION_VERSION);
        register(a, SbiFunction.GET_MVENDORID, Csr.MVENDORID);
        register(a, SbiFunction.GET_MARCHID, Csr.MARCHID);
        register(a, SbiFunction.GET_MIMPID, Csr.MIMPID);
        probe(a);
    }

    private static void constant(Assembler a, SbiFunction function, int value) {
        a.function(SbiDispatch.handler(function));
        a.li(A1, value);
        SbiDispatch.succeed(a);
    }

    private static void register(Assembler a, SbiFunction function, Csr csr) {
        a.function(SbiDispatch.handler(function));
        a.csrr(A1, csr);
        SbiDispatch.succeed(a);
    }

    private static void probe(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.PROBE_EXTENSION));
        Label found = a.local("found");
        a.li(A1, 1);
        for (SbiExtension extension : SbiExtension.values()) {
            a.li(T0, extension.id());
            a.beq(A0, T0, found);
        }
        a.li(A1, 0);
        a.bind(found);
        SbiDispatch.succeed(a);
    }
}

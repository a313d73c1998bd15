package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T6;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Sbi;

/**
 * Which harts a call means, on a machine of which one hart is used: hart 0 (SBI specification 2.0,
 * section 3.1; legacy masks: chapter 5). The answer is in t1: 1 for hart 0, 0 for nobody, -1 for a
 * hart that does not exist.
 */
final class HartMask implements Part {
    /** For the mask a0 with the base a1. Linked through t0. */
    static final String OF = "harts_of";
    /**
     * For the legacy mask at the caller's virtual address a0; 0 there means all. A fault is passed
     * on to the caller. Linked through t0.
     */
    static final String OF_LEGACY = "harts_of_legacy";

    @Override
    public void assemble(Assembler a) {
        a.function(OF);
        Label all = a.local("all");
        Label invalid = a.local("invalid");
        a.li(T2, Sbi.ALL_HARTS);
        a.beq(A1, T2, all);
        a.bnez(A1, invalid);
        a.andi(T2, A0, ~1);
        a.bnez(T2, invalid);
        a.mv(T1, A0);
        a.jr(T0);
        a.bind(invalid);
        a.li(T1, -1);
        a.jr(T0);

        a.function(OF_LEGACY);
        a.beqz(A0, all);
        Guard.asCaller(a, 0, () -> a.lw(T1, A0, 0));
        a.bnez(T6, a.label(Redirect.TRAP));
        a.andi(T1, T1, 1);
        a.jr(T0);
        a.bind(all);
        a.li(T1, 1);
        a.jr(T0);
    }
}

package cleave.guestos.platform;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;

/** Switches the machine off or resets it from M-mode, by SiFive's test finisher. */
public final class Finisher implements Part {
    /** Writes a0 to the finisher and does not return. */
    public static final String FINISH = "finish";
    /** Where a hart goes that has nothing left to do: it sleeps without interrupts. */
    public static final String PARK = "park";

    /** What the finisher is told to end with an exit code other than 0. */
    public static int failure(int exitCode) {
        return exitCode << VirtMachine.FINISH_CODE_SHIFT | VirtMachine.FINISH_FAIL;
    }

    @Override
    public void assemble(Assembler a) {
        a.function(FINISH);
        a.li(T0, VirtMachine.TEST_FINISHER);
        a.sw(A0, T0, 0);
        a.function(PARK);
        a.csrw(Csr.MIE, ZERO);
        Label sleep = a.here("sleep");
        a.wfi();
        a.j(sleep);
    }
}

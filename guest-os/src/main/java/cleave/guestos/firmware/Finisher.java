package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.T0;

import cleave.guestos.platform.Part;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;

/** Switches the machine off or resets it, by SiFive's test finisher. */
final class Finisher implements Part {
    /** Writes a0 to the finisher and does not return. */
    static final String LABEL = "finish";

    @Override
    public void assemble(Assembler a) {
        a.function(LABEL);
        a.li(T0, VirtMachine.TEST_FINISHER);
        a.sw(A0, T0, 0);
        a.tail(Reset.PARK);
    }
}

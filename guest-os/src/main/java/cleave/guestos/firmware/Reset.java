package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.isa.Csr;

/**
 * The first instruction: a0 is the hart, a1 the device tree, a2 perhaps OpenSBI's dynamic
 * information. Hart 0 boots; any other sleeps for ever, for HSM knows one hart only.
 */
final class Reset implements Part {
    static final String ENTRY = "_start";
    static final String STACK_TOP = "stack_top";

    @Override
    public void assemble(Assembler a) {
        a.function(ENTRY);
        a.csrw(Csr.MIE, ZERO);
        a.csrr(T0, Csr.MHARTID);
        a.bnez(T0, a.label(Finisher.PARK));
        a.la(SP, STACK_TOP);
        a.csrw(Csr.MSCRATCH, ZERO);
        a.la(T0, TrapEntry.LABEL);
        a.csrw(Csr.MTVEC, T0);
        a.mv(S1, A1);
        a.mv(S2, A2);
        a.jal(T0, a.label(Uart.PREPARE));
        a.call(Memory.FIND_LAST);
        a.call(Memory.PROTECT);
        a.call(HartSetup.LABEL);
        a.call(Timer.PREPARE);
        a.mv(A0, S1);
        a.call(DeviceTree.RESERVE);
        a.mv(A0, S2);
        a.call(Kernel.FIND);
        a.mv(A2, S1);
        a.tail(Kernel.START);

        a.bss();
        a.align(16);
        a.object("stack");
        a.space(FirmwareLayout.STACK_SIZE);
        a.bind(STACK_TOP);
        a.end();
        a.text();
    }
}

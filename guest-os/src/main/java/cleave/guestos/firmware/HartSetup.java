package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SupervisorEntry;

/** What M-mode decides once for the kernel: delegation, counters, floating point if any. */
final class HartSetup implements Part {
    static final String LABEL = "set_up_hart";

    @Override
    public void assemble(Assembler a) {
        a.function(LABEL);
        write(a, Csr.MEDELEG, SupervisorEntry.DELEGATED_EXCEPTIONS);
        write(a, Csr.MIDELEG, SupervisorEntry.DELEGATED_INTERRUPTS);
        write(a, Csr.MCOUNTEREN, SupervisorEntry.SUPERVISOR_COUNTERS);
        write(a, Csr.SCOUNTEREN, SupervisorEntry.USER_COUNTERS);
        a.li(A0, MachineStatus.FS);
        a.csrs(Csr.MSTATUS, A0);
        a.ret();
    }

    private static void write(Assembler a, Csr csr, int value) {
        a.li(A0, value);
        a.csrw(csr, A0);
    }
}

package cleave.tests.differential;

import cleave.toolchain.isa.Csr;
import java.util.List;

/** The CSRs that a program starts with, in the order of its descriptor and of the outcome. */
final class Setup {
    /** Set before the program starts; {@code mstatus} and {@code satp} come last. */
    static final List<Csr> INITIAL = List.of(Csr.MEDELEG, Csr.MIDELEG, Csr.MCOUNTEREN,
            Csr.SCOUNTEREN, Csr.MENVCFG, Csr.MENVCFGH, Csr.SENVCFG, Csr.MCAUSE, Csr.MTVAL,
            Csr.SCAUSE, Csr.SEPC, Csr.STVAL, Csr.PMPADDR0, Csr.PMPADDR1, Csr.PMPADDR2,
            Csr.PMPCFG0, Csr.MIE, Csr.MIP, Csr.SATP, Csr.MSTATUS);

    /** Dumped when it has ended, beside {@code mstatus} as the program left it. */
    static final List<Csr> FINAL = List.of(Csr.MEDELEG, Csr.MIDELEG, Csr.MCOUNTEREN,
            Csr.SCOUNTEREN, Csr.MENVCFG, Csr.MENVCFGH, Csr.SENVCFG, Csr.MCAUSE, Csr.MTVAL,
            Csr.MEPC, Csr.SCAUSE, Csr.SEPC, Csr.STVAL, Csr.PMPADDR0, Csr.PMPADDR1, Csr.PMPADDR2,
            Csr.PMPCFG0, Csr.MIE, Csr.MIP, Csr.SATP);

    private Setup() {
    }
}

package cleave.benchmarks;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;

/** Of the {@link Programs} those that do what a kernel does, in S-mode under Sv32. */
final class Supervisors {
    private static final int WINDOW_LEAF = Programs.RAM + Programs.LEAVES;

    private Supervisors() {
    }

    /** What the program is for U-mode: the same bytes at other addresses. */
    static void systemCalls(Assembler a) {
        Label handler = a.local("handler");
        Label user = a.local("user");
        a.la(T0, handler);
        a.csrw(Csr.STVEC, T0);
        a.la(T0, user);
        a.li(T1, Programs.USER - Programs.RAM);
        a.add(T0, T0, T1);
        a.csrw(Csr.SEPC, T0);
        a.sret();
        a.bind(user);
        a.addi(A0, A0, 1);
        a.ecall();
        a.j(user);
        a.align(4);
        a.bind(handler);
        a.csrrw(T1, Csr.SSCRATCH, T1);
        a.csrr(T0, Csr.SEPC);
        a.addi(T0, T0, 4);
        a.csrw(Csr.SEPC, T0);
        a.csrrw(T1, Csr.SSCRATCH, T1);
        a.sret();
    }

    /** The registers of each of the two are in the page behind the program. */
    static void switches(Assembler a) {
        Register[] kept = {A0, A1, A2, A3, S2, S3, T0, T1};
        a.li(S0, Programs.DATA);
        a.li(S1, Programs.DATA + 256);
        a.li(S3, 0x8000_0000 | Programs.RAM + Programs.ROOT >>> 12);
        a.li(S4, 0x8000_0000 | Programs.RAM + Programs.SECOND_ROOT >>> 12);
        a.xor(S4, S4, S3);
        Label loop = a.here("loop");
        for (int i = 0; i < kept.length; i++) {
            a.sw(kept[i], S0, 4 * i);
        }
        a.csrr(S2, Csr.SATP);
        a.xor(S2, S2, S4);
        a.csrw(Csr.SATP, S2);
        a.sfenceVma();
        for (int i = 0; i < kept.length; i++) {
            a.lw(kept[i], S1, 4 * i);
        }
        a.mv(T0, S0);
        a.mv(S0, S1);
        a.mv(S1, T0);
        a.li(T1, Programs.WINDOW);
        for (int page = 0; page < 3; page++) {
            a.lw(T0, T1, 0);
            a.li(T0, 4096);
            a.add(T1, T1, T0);
        }
        a.j(loop);
    }

    static void pageFaults(Assembler a) {
        Label handler = a.local("handler");
        a.la(T0, handler);
        a.csrw(Csr.STVEC, T0);
        a.li(S0, Programs.WINDOW);
        a.li(S1, WINDOW_LEAF);
        a.lw(A1, S1, 0);
        Label loop = a.here("loop");
        a.sw(ZERO, S1, 0);
        a.sfenceVma(S0, ZERO);
        a.lw(A0, S0, 0);
        a.addi(A2, A2, 1);
        a.j(loop);
        a.align(4);
        a.bind(handler);
        a.sw(A1, S1, 0);
        a.sfenceVma(S0, ZERO);
        a.addi(A3, A3, 1);
        a.sret();
    }
}

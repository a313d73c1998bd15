package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T6;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.PrivilegeMode;

/**
 * Finds the kernel and starts it. QEMU passes its address and mode in the structure of OpenSBI's
 * {@code fw_dynamic} (version 1 or later), to which a2 points; without that structure, or with
 * address 0 in it, the kernel is at {@link FirmwareLayout#DEFAULT_KERNEL} and starts in S-mode.
 *
 * <p>Refused with a message: another mode than S or M, and a kernel whose first halfword is 0 or
 * cannot be read.
 */
final class Kernel implements Part {
    /** From a2 in a0: its address in a0, its mode in a1. */
    static final String FIND = "find_kernel";
    /** Starts the kernel at a0 in the mode a1 with the device tree a2. */
    static final String START = "start_kernel";

    private static final int INFO_MAGIC = 0x4942_534f;
    private static final int INFO_VERSION = 4;
    private static final int INFO_ADDRESS = 8;
    private static final int INFO_MODE = 12;

    private static final int S = PrivilegeMode.SUPERVISOR.level();
    private static final int M = PrivilegeMode.MACHINE.level();

    @Override
    public void assemble(Assembler a) {
        find(a);
        start(a);
        a.rodata();
        a.bind("no_kernel");
        a.asciz("give a kernel by -kernel, there is none at ");
        a.bind("wrong_mode");
        a.asciz("a kernel starts in S-mode (1) or M-mode (3), not in mode ");
        a.align(4);
        a.text();
    }

    private static void find(Assembler a) {
        a.function(FIND);
        Label byDefault = a.local("default");
        Label check = a.local("check");
        a.mv(A2, A0);
        a.andi(T0, A2, 3);
        a.bnez(T0, byDefault);
        Guard.around(a, () -> a.lw(T0, A2, 0));
        a.bnez(T6, byDefault);
        a.li(T1, INFO_MAGIC);
        a.bne(T0, T1, byDefault);
        a.lw(T0, A2, INFO_VERSION);
        a.beqz(T0, byDefault);
        a.lw(A0, A2, INFO_ADDRESS);
        a.beqz(A0, byDefault);
        a.lw(A1, A2, INFO_MODE);
        a.li(T0, S);
        a.beq(A1, T0, check);
        a.li(T0, M);
        a.beq(A1, T0, check);
        a.la(A0, "wrong_mode");
        a.tail(Fatal.WITH_NUMBER);
        a.bind(byDefault);
        a.li(A0, FirmwareLayout.DEFAULT_KERNEL);
        a.li(A1, S);
        a.bind(check);
        Label missing = a.local("missing");
        Guard.around(a, () -> a.lhu(T0, A0, 0));
        a.bnez(T6, missing);
        a.beqz(T0, missing);
        a.ret();
        a.bind(missing);
        a.mv(A1, A0);
        a.la(A0, "no_kernel");
        a.tail(Fatal.WITH_NUMBER);
    }

    private static void start(Assembler a) {
        a.function(START);
        a.csrw(Csr.MEPC, A0);
        a.csrw(Csr.STVEC, A0);
        a.csrw(Csr.SSCRATCH, ZERO);
        a.csrw(Csr.SIE, ZERO);
        a.csrw(Csr.SATP, ZERO);
        a.li(T0, MachineStatus.MPP | MachineStatus.MPIE | MachineStatus.MPRV);
        a.csrc(Csr.MSTATUS, T0);
        a.slli(A1, A1, MachineStatus.MPP_SHIFT);
        a.csrs(Csr.MSTATUS, A1);
        a.la(T0, Reset.STACK_TOP);
        a.csrw(Csr.MSCRATCH, T0);
        a.csrr(A0, Csr.MHARTID);
        a.mv(A1, A2);
        a.sfenceVma();
        a.fenceI();
        a.mret();
    }
}

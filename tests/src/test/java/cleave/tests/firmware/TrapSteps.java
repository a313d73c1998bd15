package cleave.tests.firmware;

import static cleave.tests.firmware.Agreement.EVERYWHERE;
import static cleave.tests.firmware.Agreement.IN_MACHINE_CODE;
import static cleave.tests.firmware.Agreement.ON_ONE_MACHINE;
import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SbiFunction;

/** Traps of the kernel and of U-mode, misaligned accesses, and calls under paging. */
final class TrapSteps {
    private static final int NOTHING = SbiTestKernel.NOTHING;
    private static final int BUFFER = SbiTestKernel.BUFFER;
    private static final int ROOT = 0x8100_0000;
    private static final int TABLE = ROOT + 0x1000;
    private static final int WINDOW = 0x4000_0000;
    private static final int EXECUTE_ONLY = 0x5000_0000;
    private static final int KERNEL_LEAF = 0xcf;
    private static final int VALID = 1;
    private static final int READ = 3 | 0xc0;
    private static final int EXECUTE = 9 | 0xc0;
    private static final int USER = 0xdf;

    private final Assembler a;
    private final KernelCode code;

    TrapSteps(Assembler a, KernelCode code) {
        this.a = a;
        this.code = code;
    }

    void assemble() {
        traps();
        misaligned();
        paging();
    }

    private void traps() {
        code.trap("illegal instruction", EVERYWHERE, () -> a.insn(0xffff_ffff));
        code.trap("instruction of zeroes", EVERYWHERE, () -> a.insn(0));
        code.trap("unknown CSR", EVERYWHERE, () -> a.insn(0x5c00_2573));
        code.trap("mret", EVERYWHERE, a::mret);
        code.trap("write to time", EVERYWHERE, () -> a.insn(0xc012_9073));
        // QEMU 7.2 gives no address here, which the specification permits.
        code.trap("breakpoint", ON_ONE_MACHINE, a::ebreak);
        code.trap("load from nothing", EVERYWHERE, () -> {
            a.li(T0, NOTHING);
            a.lw(T1, T0, 0);
        });
        code.trap("store to nothing", EVERYWHERE, () -> {
            a.li(T0, NOTHING);
            a.sw(T1, T0, 0);
        });
        // QEMU 7.2 says that it was a load.
        code.trap("misaligned atomic", ON_ONE_MACHINE, () -> {
            a.li(T0, BUFFER + 2);
            a.insn(0x0002_a32f);
        });
        code.inMachineCode(this::firmwareAsMemory);
        code.user("call from U-mode", EVERYWHERE, () -> {
            a.rdcycle(T1);
            a.rdtime(T1);
            a.rdinstreth(T1);
            a.ecall();
        });
        a.csrw(Csr.SCOUNTEREN, ZERO);
        code.user("time in U-mode", EVERYWHERE, () -> a.rdtime(T1));
        code.user("instret in U-mode", EVERYWHERE, () -> a.rdinstret(T1));
        a.li(T0, 7);
        a.csrw(Csr.SCOUNTEREN, T0);
        code.user("illegal instruction in U-mode", EVERYWHERE, () -> a.csrr(T1, Csr.SSTATUS));
    }

    private void firmwareAsMemory() {
        code.trap("load from firmware", IN_MACHINE_CODE, () -> {
            a.li(T0, SbiTestKernel.RAM);
            a.lw(T1, T0, 0);
        });
        code.trap("store to firmware", IN_MACHINE_CODE, () -> {
            a.li(T0, SbiTestKernel.RAM + 0xfffc);
            a.sw(T1, T0, 0);
        });
    }

    /** Hardware does them or the firmware: the kernel cannot tell. */
    private void misaligned() {
        a.li(S3, BUFFER);
        a.li(T0, 0x8483_8281);
        a.sw(T0, S3, 0);
        a.li(T0, 0x8887_8685);
        a.sw(T0, S3, 4);
        code.user("misaligned in U-mode", EVERYWHERE, () -> {
            a.lw(S4, S3, 2);
            a.sh(S4, S3, 13);
            a.ecall();
        });
        code.beginLine("misaligned", EVERYWHERE);
        code.print("in U-mode", S4);
        a.lw(S1, S3, 1);
        code.print("lw", S1);
        a.lh(S1, S3, 3);
        code.print("lh", S1);
        a.lhu(S1, S3, 3);
        code.print("lhu", S1);
        a.addi(S0, S3, 2);
        a.half(0x4040, 0x0001); // c.lw s0, 4(s0); c.nop
        code.print("c.lw", S0);
        a.mv(S2, SP);
        a.addi(SP, S3, 1);
        a.half(0x4492, 0x0001); // c.lwsp s1, 4(sp); c.nop
        a.mv(SP, S2);
        code.print("c.lwsp", S1);
        a.li(T0, 0x0403_0201);
        a.sw(T0, S3, 1);
        a.sh(T0, S3, 7);
        a.addi(S0, S3, 5);
        a.li(S1, 0x1413_1211);
        a.half(0xc044, 0x0001); // c.sw s1, 4(s0); c.nop
        a.addi(SP, S3, 9);
        a.half(0xc226, 0x0001); // c.swsp s1, 4(sp); c.nop
        a.mv(SP, S2);
        for (int offset = 0; offset < 20; offset += 4) {
            a.lw(S1, S3, offset);
            code.print("", S1);
        }
        code.endLine();
    }

    /**
     * Identity megapages for RAM and the UART; in the window, page 0 is readable, 1 is not there, 2
     * only executable, 3 the user's.
     */
    private void paging() {
        for (int va : new int[] {SbiTestKernel.ADDRESS, BUFFER, ROOT, SbiTestKernel.UART}) {
            entry(ROOT + (va >>> 22 << 2), va >>> 2 | KERNEL_LEAF);
        }
        entry(ROOT + (WINDOW >>> 22 << 2), TABLE >>> 2 | VALID);
        int frame = BUFFER >>> 2;
        entry(TABLE, frame | READ);
        entry(TABLE + 8, frame | EXECUTE);
        entry(TABLE + 12, frame | USER);
        a.li(T0, BUFFER);
        a.li(T1, 1);
        a.sw(T1, T0, 0);
        a.li(T0, 1 << 31 | ROOT >>> 12);
        a.csrw(Csr.SATP, T0);
        a.sfenceVma();
        for (int page = 0; page < 4; page++) {
            int va = WINDOW + page * 4096;
            code.call("legacy ipi by page " + page, SbiFunction.LEGACY_SEND_IPI, va);
            code.call("clear by page " + page, SbiFunction.LEGACY_CLEAR_IPI);
        }
        code.call("console by physical address", SbiFunction.DEBUG_CONSOLE_READ, 1, BUFFER, 0);
        code.call("console by virtual address", SbiFunction.DEBUG_CONSOLE_READ, 1, WINDOW, 0);
        code.trap("page fault", EVERYWHERE, () -> {
            a.li(T0, WINDOW + 4096);
            a.lw(T1, T0, 0);
        });
        code.trap("misaligned load across pages", ON_ONE_MACHINE, () -> {
            a.li(T0, WINDOW + 4094);
            a.lw(T1, T0, 0);
        });
        code.trap("misaligned store to a page that is read-only", EVERYWHERE, () -> {
            a.li(T0, WINDOW + 1);
            a.sw(T1, T0, 0);
        });
        fromExecuteOnlyPage();
        newTranslations();
        a.csrw(Csr.SATP, ZERO);
        a.sfenceVma();
    }

    /** The firmware must read the instruction although the kernel could not. */
    private void fromExecuteOnlyPage() {
        Label there = a.local("there");
        Label back = a.local("back");
        a.j(back);
        a.bind(there);
        a.lhu(S4, S3, 1);
        a.jr(S5);
        a.bind(back);
        entry(ROOT + (EXECUTE_ONLY >>> 22 << 2), SbiTestKernel.ADDRESS >>> 2 | EXECUTE);
        a.sfenceVma();
        a.li(S3, BUFFER);
        a.la(T0, there);
        a.li(T1, EXECUTE_ONLY - SbiTestKernel.ADDRESS);
        a.add(T0, T0, T1);
        a.jalr(S5, T0, 0);
        code.beginLine("misaligned from an execute-only page", EVERYWHERE);
        code.print("lhu", S4);
        code.endLine();
    }

    private void entry(int address, int pte) {
        a.li(T0, address);
        a.li(T1, pte);
        a.sw(T1, T0, 0);
    }

    /** After a remote fence a changed page is seen. */
    private void newTranslations() {
        code.beginLine("remote fences", EVERYWHERE);
        int[][] ranges = {{WINDOW, 4096}, {0, 0}, {0, -1}, {WINDOW - 0x4_0000, 0x4_1000}};
        for (int i = 0; i < ranges.length; i++) {
            a.li(T0, WINDOW);
            a.lw(T0, T0, 0);
            entry(TABLE, BUFFER + (i + 1) * 0x1000 >>> 2 | READ);
            a.li(T0, BUFFER + (i + 1) * 0x1000);
            a.li(T1, i + 0x10);
            a.sw(T1, T0, 0);
            a.li(A0, 1);
            a.li(A1, 0);
            a.li(A2, ranges[i][0]);
            a.li(A3, ranges[i][1]);
            code.ecall(SbiFunction.REMOTE_SFENCE_VMA);
            a.li(T0, WINDOW);
            a.lw(S1, T0, 0);
            code.print("", S1);
        }
        code.endLine();
    }
}

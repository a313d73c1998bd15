package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T6;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SupervisorEntry;

/**
 * RAM: how much there is, found by asking it, and who may use it. PMP entry 0 closes the firmware's
 * own memory to S-mode and U-mode, so that a kernel that strays into it takes an access fault;
 * entry 1 opens everything else. A hart without PMP has neither.
 */
final class Memory implements Part {
    static final String FIND_LAST = "find_memory_last";
    static final String PROTECT = "protect_memory";
    /** Checks that a0 bytes from a1 on are RAM of the kernel; a0 is then 0 if so. */
    static final String CHECK = "check_memory";
    /** The variable that holds the last address of RAM. */
    static final String LAST = "memory_last";

    private static final int PAGE = 0x1000;
    private static final int LARGEST_STEP = 0x4000_0000;
    /** pmpcfg of a region by power of two without any rights. */
    private static final int NAPOT_NOTHING = 0x18;

    @Override
    public void assemble(Assembler a) {
        findLast(a);
        protect(a);
        check(a);
        a.bss();
        a.object(LAST);
        a.space(Integer.BYTES);
        a.end();
        a.text();
    }

    /** RAM is whole pages without a gap, so steps of powers of two find its last byte. */
    private static void findLast(Assembler a) {
        a.function(FIND_LAST);
        Label next = a.local("next");
        a.li(A0, FirmwareLayout.BASE + PAGE - 1);
        a.li(A1, LARGEST_STEP);
        a.li(A2, PAGE);
        Label step = a.here("step");
        a.add(A3, A0, A1);
        Guard.around(a, () -> a.lbu(ZERO, A3, 0));
        a.bnez(T6, next);
        a.mv(A0, A3);
        a.bind(next);
        a.srli(A1, A1, 1);
        a.bgeu(A1, A2, step);
        a.la(T0, LAST);
        a.sw(A0, T0, 0);
        a.ret();
    }

    private static void protect(Assembler a) {
        a.function(PROTECT);
        a.li(A0, FirmwareLayout.BASE >>> 2 | FirmwareLayout.SIZE / 8 - 1);
        Guard.around(a, () -> a.csrw(Csr.PMPADDR0, A0));
        a.li(A0, SupervisorEntry.PMP_EVERYWHERE);
        Guard.around(a, () -> a.csrw(Csr.PMPADDR1, A0));
        a.li(A0, NAPOT_NOTHING | SupervisorEntry.PMP_NAPOT_READ_WRITE_EXECUTE << Byte.SIZE);
        Guard.around(a, () -> a.csrw(Csr.PMPCFG0, A0));
        a.ret();
    }

    /** The last byte must not come before the first: then the range goes beyond 32 bits. */
    private static void check(Assembler a) {
        a.function(CHECK);
        Label good = a.local("good");
        Label bad = a.local("bad");
        a.beqz(A0, good);
        a.addi(T1, A0, -1);
        a.add(T1, A1, T1);
        a.bltu(T1, A1, bad);
        a.li(T2, FirmwareLayout.END);
        a.bltu(A1, T2, bad);
        a.la(T2, LAST);
        a.lw(T2, T2, 0);
        a.bltu(T2, T1, bad);
        a.bind(good);
        a.li(A0, 0);
        a.jr(T0);
        a.bind(bad);
        a.li(A0, 1);
        a.jr(T0);
    }
}

package cleave.guestos.kernel.boot;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.trap.TrapRoutines;
import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;

/**
 * The first instructions, at physical addresses: clears what must be zero, maps RAM at the kernel's
 * addresses, and goes there by the page fault that switching paging on leads to. Started as Linux
 * is: a0 is the hart's number, a1 the device tree's physical address.
 */
@HostedOnly
public final class StartRoutines {
    /** The label of the first instruction. */
    public static final String ENTRY = "_start";
    private static final int STACK_SIZE = 0x4000;
    /** Bits of {@code sstatus}. */
    private static final int SIE = 1 << 1;
    private static final int SPIE = 1 << 5;
    private static final int SPP = 1 << 8;
    private static final int SV32 = 0x8000_0000;
    private static final int MEGAPAGE = 1 << 22;
    private static final int ENTRY_STEP = MEGAPAGE >>> Pte.PAGE_SHIFT << 10;

    private StartRoutines() {
    }

    public static void assemble(Assembler a) {
        a.function(ENTRY);
        a.csrw(Csr.SIE, ZERO);
        a.mv(S0, A0);
        a.mv(S1, A1);
        clear(a);
        map(a);
        enter(a);
        data(a);
    }

    private static void clear(Assembler a) {
        a.la(T0, "kernel_blank");
        a.la(T1, "kernel_blank_end");
        Label done = a.local("done");
        Label next = a.here("next");
        a.bgeu(T0, T1, done);
        a.sw(ZERO, T0, 0);
        a.addi(T0, T0, Integer.BYTES);
        a.j(next);
        a.bind(done);
    }

    private static void map(Assembler a) {
        a.la(S2, "kernel_root");
        a.li(T0, (DirectMap.KERNEL >>> 22) * Integer.BYTES);
        a.add(T0, S2, T0);
        a.li(T1, DirectMap.RAM_MAX / MEGAPAGE * Integer.BYTES);
        a.add(T1, T0, T1);
        a.li(A2, (DirectMap.RAM >>> Pte.PAGE_SHIFT << 10) | Pte.KERNEL_ALL);
        a.li(T2, ENTRY_STEP);
        Label next = a.here("next");
        a.sw(A2, T0, 0);
        a.add(A2, A2, T2);
        a.addi(T0, T0, Integer.BYTES);
        a.bne(T0, T1, next);
    }

    private static void enter(Assembler a) {
        Label paged = a.local("paged");
        a.la(T0, paged);
        a.li(T1, DirectMap.OFFSET);
        a.add(T0, T0, T1);
        a.csrw(Csr.STVEC, T0);
        a.srli(T0, S2, Pte.PAGE_SHIFT);
        a.li(T1, SV32);
        a.or(T0, T0, T1);
        a.sfenceVma(ZERO, ZERO);
        a.csrw(Csr.SATP, T0);
        a.align(Integer.BYTES);
        a.bind(paged);
        a.la(T0, TrapRoutines.ENTRY);
        a.csrw(Csr.STVEC, T0);
        a.csrw(Csr.SSCRATCH, ZERO);
        // Whoever returns to a program first, returns to U-mode with interrupts: this
        // was a trap of S-mode.
        a.li(T0, SPP | SIE);
        a.csrc(Csr.SSTATUS, T0);
        a.li(T0, SPIE);
        a.csrs(Csr.SSTATUS, T0);
        a.la(SP, "kernel_stack_top");
        a.mv(A0, S0);
        a.mv(A1, S1);
        a.mv(A2, S2);
        a.tail("kernel_main");
        a.end();

        a.function("kernel_end_address");
        a.la(A0, "kernel_blank_end");
        a.ret();
        a.end();
    }

    private static void data(Assembler a) {
        a.bss();
        a.align(Pte.PAGE_SIZE);
        a.sectionStart("kernel_blank");
        a.sectionEnd("kernel_blank_end");
        a.object("kernel_root");
        a.space(Pte.PAGE_SIZE);
        a.end();
        a.object("kernel_stack");
        a.space(STACK_SIZE);
        a.end();
        a.bind("kernel_stack_top");
        a.text();
    }
}

package cleave.benchmarks;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.A5;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.machine.Machine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import java.util.function.Consumer;

/**
 * Endless loops, each of which makes the emulator do one kind of work. {@code PAGED} ones run in
 * S-mode under Sv32, with 32 pages at {@link #WINDOW}; the others in M-mode without translation.
 */
public enum Programs {
    /** Arithmetic, shifts and logic, in chains and side by side. */
    INTEGER(Programs::integer, false),
    /** Conditional branches of which nobody knows the direction. */
    BRANCHES(Programs::branches, false),
    /** Calls and returns, two deep. */
    CALLS(Programs::calls, false),
    /** Jumps to one of 16 places, each time another, through a table. */
    INDIRECT(Programs::indirect, false),
    /** Sum of the words of 64 KiB. */
    LOADS(Programs::loads, false),
    /** Copy of 64 KiB, word by word. */
    COPY(Programs::copy, false),
    /** Environment calls, with the shortest handler there is. */
    TRAPS(Programs::traps, false),
    /** Environment calls from U-mode to S-mode under Sv32, as system calls are. */
    SYSTEM_CALLS(Supervisors::systemCalls, true),
    /** A software interrupt that the loop asks for, as soon as it is asked for. */
    INTERRUPTS(Programs::interrupts, false),
    /** Timer interrupts every 100 cycles, and a loop in between. */
    TIMER(Programs::timer, false),
    /** Swaps with a CSR. */
    CSRS(Programs::csrs, false),
    /** Reads of a device's register. */
    MMIO(Programs::mmio, false),
    /** One store into the loop's own code, each time round. */
    SELF_MODIFYING(Programs::selfModifying, false),
    /** One load from each of 32 pages, again and again. */
    PAGES(a -> pages(a, false), true),
    /** The same, all translations dropped before. */
    PAGE_WALKS(a -> pages(a, true), true),
    /** {@code sfence.vma} of one page, and a load from it. */
    FENCES(Programs::fences, true),
    /** To the other of two address spaces, all registers exchanged, and a load from three pages. */
    SWITCHES(Supervisors::switches, true),
    /** A page fault in S-mode that maps the page, and the page taken away again. */
    PAGE_FAULTS(Supervisors::pageFaults, true);

    static final int RAM = 0x8000_0000;
    static final int DATA = RAM + 0x1_0000;
    static final int WINDOW = 0x4000_0000;

    /** The page tables, from the start of RAM; the second root is a copy of the first. */
    static final int ROOT = 0x10_0000;
    static final int LEAVES = 0x10_1000;
    static final int SECOND_ROOT = 0x10_2000;
    private static final int FRAMES = 0x20_0000;
    /** Four megabytes of RAM once more, for U-mode. */
    static final int USER = 0x5000_0000;
    private static final int CLINT = 0x0200_0000;
    private static final int COMPARE = CLINT + 0x4000;
    private static final int TIME = CLINT + 0xbff8;
    private static final int UART_LINE_STATUS = 0x1000_0005;

    private final Consumer<Assembler> code;
    private final boolean paged;

    Programs(Consumer<Assembler> code, boolean paged) {
        this.code = code;
        this.paged = paged;
    }

    /** A machine that is about to execute the program. */
    public Machine machine(EngineKind engine, HartOptions options) {
        Assembler assembler = new Assembler();
        assembler.function("_start");
        code.accept(assembler);
        byte[] bytes = assembler.assemble(RAM).flat();
        Machine machine = Machine.builder().memory(8 << 20).engine(engine).options(options).build();
        machine.memory().load(RAM & 0xffff_ffffL, bytes, 0, bytes.length);
        Hart hart = machine.hart();
        hart.pc = RAM;
        if (paged) {
            map(machine);
        }
        return machine;
    }

    private static void map(Machine machine) {
        for (int root : new int[] {ROOT, SECOND_ROOT}) {
            put(machine, root + 4 * (RAM >>> 22), RAM >>> 12 << 10 | 0xcf);
            put(machine, root + 4 * (USER >>> 22), RAM >>> 12 << 10 | 0xdf);
            put(machine, root + 4 * (WINDOW >>> 22), RAM + LEAVES >>> 12 << 10 | 1);
        }
        for (int page = 0; page < 32; page++) {
            put(machine, LEAVES + 4 * page, (RAM + FRAMES + page * 4096) >>> 12 << 10 | 0xcf);
        }
        Hart hart = machine.hart();
        hart.csrs().write(Csr.PMPADDR0, -1);
        hart.csrs().write(Csr.PMPCFG0, 0x1f);
        hart.csrs().write(Csr.MEDELEG, 0xb1ff);
        hart.csrs().write(Csr.SATP, 0x8000_0000 | RAM + ROOT >>> 12);
        hart.setPrivilege(Hart.S);
    }

    private static void put(Machine machine, int offset, int value) {
        machine.memory().writeInt((RAM & 0xffff_ffffL) + offset, value);
    }

    private static void integer(Assembler a) {
        a.li(A1, 0x1234_5677);
        Label loop = a.here("loop");
        a.slli(T0, A0, 3);
        a.xor(A0, A0, A1);
        a.srli(T1, A1, 7);
        a.add(A2, A2, T0);
        a.andi(A3, A2, 255);
        a.sub(A4, A4, T1);
        a.or(A5, A3, A4);
        a.addi(A1, A1, 13);
        a.add(A0, A0, A5);
        a.j(loop);
    }

    private static void branches(Assembler a) {
        a.li(A1, 1_103_515_245);
        Label loop = a.here("loop");
        a.mul(A0, A0, A1);
        a.addi(A0, A0, 1235);
        Label negative = a.local("negative");
        Label even = a.local("even");
        a.bltz(A0, negative);
        a.addi(A2, A2, 1);
        a.bind(negative);
        a.slli(T0, A0, 9);
        a.bgez(T0, even);
        a.addi(A3, A3, 1);
        a.bind(even);
        a.bnez(A1, loop);
    }

    private static void calls(Assembler a) {
        Label outer = a.local("outer");
        Label leaf = a.local("leaf");
        Label loop = a.here("loop");
        a.call(outer);
        a.j(loop);
        a.bind(outer);
        a.mv(S0, RA);
        a.call(leaf);
        a.call(leaf);
        a.mv(RA, S0);
        a.ret();
        a.bind(leaf);
        a.addi(A0, A0, 1);
        a.ret();
    }

    private static void indirect(Assembler a) {
        Label[] places = new Label[16];
        for (int i = 0; i < places.length; i++) {
            places[i] = a.local("place" + i);
        }
        a.la(S0, places[0]);
        a.li(A1, 1_103_515_245);
        Label loop = a.here("loop");
        a.mul(A0, A0, A1);
        a.addi(A0, A0, 1235);
        a.srli(T0, A0, 24);
        a.andi(T0, T0, 0x78);
        a.add(T0, T0, S0);
        a.jalr(ZERO, T0, 0);
        for (int i = 0; i < places.length; i++) {
            a.bind(places[i]);
            a.addi(A2, A2, i);
            a.j(loop);
        }
    }

    private static void loads(Assembler a) {
        Label again = a.here("again");
        a.li(S0, DATA);
        a.li(S1, DATA + 0x1_0000);
        Label loop = a.here("loop");
        a.lw(T0, S0, 0);
        a.addi(S0, S0, 4);
        a.add(A0, A0, T0);
        a.bne(S0, S1, loop);
        a.j(again);
    }

    private static void copy(Assembler a) {
        Label again = a.here("again");
        a.li(S0, DATA);
        a.li(S1, DATA + 0x1_0000);
        a.li(A1, DATA + 0x2_0000);
        Label loop = a.here("loop");
        a.lw(T0, S0, 0);
        a.sw(T0, A1, 0);
        a.addi(S0, S0, 4);
        a.addi(A1, A1, 4);
        a.bne(S0, S1, loop);
        a.j(again);
    }

    private static void traps(Assembler a) {
        Label handler = a.local("handler");
        a.la(T0, handler);
        a.csrw(Csr.MTVEC, T0);
        Label loop = a.here("loop");
        a.ecall();
        a.j(loop);
        a.align(4);
        a.bind(handler);
        a.csrr(T0, Csr.MEPC);
        a.addi(T0, T0, 4);
        a.csrw(Csr.MEPC, T0);
        a.mret();
    }

    private static void interrupts(Assembler a) {
        Label handler = a.local("handler");
        enable(a, handler, 1 << 3);
        a.li(S0, CLINT);
        a.li(S1, 1);
        Label loop = a.here("loop");
        a.sw(S1, S0, 0);
        a.addi(A0, A0, 1);
        a.j(loop);
        a.align(4);
        a.bind(handler);
        a.sw(ZERO, S0, 0);
        a.mret();
    }

    private static void timer(Assembler a) {
        Label handler = a.local("handler");
        a.li(S0, COMPARE);
        a.li(S1, TIME);
        a.li(A2, -1);
        a.sw(A2, S0, 0);
        a.sw(ZERO, S0, 4);
        a.sw(ZERO, S0, 0);
        enable(a, handler, 1 << 7);
        Label loop = a.here("loop");
        a.addi(A0, A0, 1);
        a.xor(A1, A1, A0);
        a.j(loop);
        a.align(4);
        a.bind(handler);
        a.lw(T0, S1, 0);
        a.addi(T0, T0, 1);
        a.sw(T0, S0, 0);
        a.addi(A3, A3, 1);
        a.mret();
    }

    private static void enable(Assembler a, Label handler, int interrupt) {
        a.la(T0, handler);
        a.csrw(Csr.MTVEC, T0);
        a.li(T0, interrupt);
        a.csrw(Csr.MIE, T0);
        a.li(T0, 1 << 3);
        a.csrw(Csr.MSTATUS, T0);
    }

    private static void csrs(Assembler a) {
        Label loop = a.here("loop");
        a.csrrw(T0, Csr.MSCRATCH, T0);
        a.csrrw(T1, Csr.MSCRATCH, T1);
        a.j(loop);
    }

    private static void mmio(Assembler a) {
        a.li(S0, UART_LINE_STATUS);
        Label loop = a.here("loop");
        a.lbu(T0, S0, 0);
        a.j(loop);
    }

    private static void selfModifying(Assembler a) {
        Label patch = a.local("patch");
        a.la(S0, patch);
        a.lw(T0, S0, 0);
        Label loop = a.here("loop");
        a.sw(T0, S0, 0);
        a.addi(A1, A1, 1);
        a.bind(patch);
        a.addi(A0, A0, 1);
        a.j(loop);
    }

    private static void pages(Assembler a, boolean flush) {
        a.li(A1, 4096);
        a.li(S1, WINDOW + 32 * 4096);
        Label again = a.here("again");
        if (flush) {
            a.sfenceVma();
        }
        a.li(S0, WINDOW);
        Label loop = a.here("loop");
        a.lw(T0, S0, 0);
        a.add(S0, S0, A1);
        a.bne(S0, S1, loop);
        a.j(again);
    }

    private static void fences(Assembler a) {
        a.li(S0, WINDOW);
        Label loop = a.here("loop");
        a.sfenceVma(S0, ZERO);
        a.lw(T0, S0, 0);
        a.j(loop);
    }
}

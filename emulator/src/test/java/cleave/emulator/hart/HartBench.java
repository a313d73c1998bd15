package cleave.emulator.hart;

import cleave.emulator.machine.Machine;
import cleave.emulator.machine.MachineBuilder;
import cleave.emulator.mmu.Pte;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.function.UnaryOperator;

/**
 * A machine on which single instructions are tried out: each is put at {@link #CODE}, executed once
 * in the hart's current mode, and what it did is looked at. Page tables are made by {@link #map}.
 */
public final class HartBench {
    /** Where the instructions are, physically, and virtually unless {@link #codeAt} says else. */
    public static final int CODE = 0x8000_0000;
    /** The page of the trap handlers; nothing is ever executed there. */
    public static final int HANDLER = 0x8000_1000;
    /** Some RAM for data. */
    public static final int DATA = 0x8000_4000;
    /** The root page table. */
    public static final int ROOT = 0x8001_0000;

    /** Everything a leaf PTE of S-mode may have: readable, writable, executable, used. */
    public static final int RWX = Pte.V | Pte.R | Pte.W | Pte.X | Pte.A | Pte.D;

    private static final int T0 = 5;
    private static final int T1 = 6;
    private static final int T2 = 7;

    /** What a trap has left behind. */
    public record Trap(int cause, int tval) {
        @Override
        public String toString() {
            return Cause.of(cause) + String.format(" 0x%08x", tval);
        }
    }

    public final Machine machine;
    public final Hart hart;
    private Trap trap;
    private int mode = Hart.M;
    private int code = CODE;
    private int nextTable = ROOT + 0x1000;

    public HartBench() {
        this(HartOptions.DEFAULT);
    }

    public HartBench(HartOptions options) {
        this(builder -> builder.options(options));
    }

    public HartBench(UnaryOperator<MachineBuilder> configuration) {
        machine = configuration.apply(Machine.builder().memory(1 << 20)).build();
        hart = machine.hart();
        hart.setTrapListener((who, cause, tval) -> trap = new Trap(cause, tval));
        csr(Csr.MTVEC, HANDLER);
        csr(Csr.STVEC, HANDLER + 0x800);
        // Nothing is pending: the CLINT's comparator is zero after power-on.
        machine.bus().store(0x200_4004, 4, -1);
        // As firmware does: everything is open to S-mode and U-mode.
        csr(Csr.PMPADDR15, ~0);
        csr(Csr.PMPCFG3, 0x1f00_0000);
    }

    /** Sets a CSR as M-mode could. */
    public HartBench csr(Csr csr, int value) {
        hart.csrs().write(csr, value);
        return this;
    }

    public int csr(Csr csr) {
        return hart.csrs().read(csr);
    }

    /** The mode in which instructions are executed from now on, whatever traps they raise. */
    public HartBench mode(int newMode) {
        mode = newMode;
        hart.setPrivilege(mode);
        return this;
    }

    /** From now on instructions are fetched from this virtual address. */
    public HartBench codeAt(int va) {
        code = va;
        return this;
    }

    /** Executes one instruction; the exception it raised, or null. */
    public Trap run(int word) {
        machine.memory().writeInt(CODE & 0xffff_f000L | code & 0xfff, word);
        return runAt(code);
    }

    /** Executes what is at {@code pc}; the exception it raised, or null. */
    public Trap runAt(int pc) {
        trap = null;
        hart.setPrivilege(mode);
        hart.pc = pc;
        machine.engine().step();
        return trap;
    }

    /** Reads a CSR by an instruction, to {@link #result}. */
    public Trap read(Csr csr) {
        return run(Instruction.CSRRS.encode(T2, 0, 0, csr.number()));
    }

    /** Writes a CSR by an instruction; the old value is the {@link #result}. */
    public Trap write(Csr csr, int value) {
        hart.x[T0] = value;
        return run(Instruction.CSRRW.encode(T2, T0, 0, csr.number()));
    }

    /** Writes a CSR by an instruction and reads what it made of the value. */
    public int legal(Csr csr, int value) {
        write(csr, value);
        read(csr);
        return result();
    }

    public Trap load(int va) {
        return access(Instruction.LW, va);
    }

    /** A load of any width; the value is the {@link #result}. */
    public Trap access(Instruction load, int va) {
        hart.x[T0] = va;
        return run(load.encode(T2, T0, 0, 0));
    }

    public Trap store(int va, int value) {
        return store(Instruction.SW, va, value);
    }

    public Trap store(Instruction store, int va, int value) {
        hart.x[T0] = va;
        hart.x[T1] = value;
        return run(store.encode(0, T0, T1, 0));
    }

    /** LR, SC or an AMO; what it loaded is the {@link #result}. */
    public Trap atomic(Instruction atomic, int va, int value) {
        hart.x[T0] = va;
        hart.x[T1] = value;
        return run(atomic.encode(T2, T0, atomic == Instruction.LR_W ? 0 : T1, 0));
    }

    /** {@code sfence.vma}; a negative operand stands for x0. */
    public Trap fence(long va, int asid) {
        hart.x[T0] = (int) va;
        hart.x[T1] = asid;
        return run(Instruction.SFENCE_VMA.encode(0, va < 0 ? 0 : T0, asid < 0 ? 0 : T1, 0));
    }

    /** An instruction without operands. */
    public Trap run(Instruction instruction) {
        return run(instruction.encode(0, 0, 0, 0));
    }

    /** What the last instruction of this bench has loaded or read. */
    public int result() {
        return hart.x[T2];
    }

    // ---- Memory and page tables ----------------------------------------------------------------

    /** The word of RAM at {@code pa}. */
    public int word(int pa) {
        return machine.memory().readInt(pa & 0xffff_ffffL);
    }

    public HartBench word(int pa, int value) {
        machine.memory().writeInt(pa & 0xffff_ffffL, value);
        return this;
    }

    /** Maps a 4 KiB page; {@code pa} has 34 bits. Nothing is fenced. */
    public HartBench map(int va, long pa, int flags) {
        int table = ROOT + 4 * (va >>> 22);
        if (word(table) == 0) {
            word(table, pte(nextTable & 0xffff_ffffL, Pte.V));
            nextTable += 0x1000;
        }
        return word(pteAddress(va), pte(pa, flags));
    }

    /** Maps a 4 MiB page. */
    public HartBench mapMegapage(int va, long pa, int flags) {
        return word(ROOT + 4 * (va >>> 22), pte(pa, flags));
    }

    /** Where the PTE of a page made by {@link #map} is. */
    public int pteAddress(int va) {
        int table = Pte.ppn(word(ROOT + 4 * (va >>> 22))) << 12;
        return table + 4 * (va >>> 12 & 0x3ff);
    }

    public static int pte(long pa, int flags) {
        return (int) (pa >>> 12) << 10 | flags;
    }

    /** Turns Sv32 on with all of RAM mapped one to one for S-mode, and goes to a mode. */
    public HartBench paging(int mode) {
        mapMegapage(CODE, CODE & 0xffff_ffffL, RWX | (mode == Hart.U ? Pte.U : 0));
        return root(0).mode(mode);
    }

    /** Turns Sv32 on with that ASID. */
    public HartBench root(int asid) {
        return csr(Csr.SATP, 1 << 31 | asid << 22 | ROOT >>> 12);
    }

    /** The exception of that cause with that {@code tval}. */
    public static Trap trap(Cause cause, int tval) {
        return new Trap(cause.value(), tval);
    }
}

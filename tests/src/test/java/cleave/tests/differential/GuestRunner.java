package cleave.tests.differential;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.A5;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T5;
import static cleave.toolchain.isa.Register.T6;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.tests.differential.Layout.Cell;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;

/**
 * The M-mode program that runs random programs one after the other on any {@code virt} machine: it
 * sets up memory, page tables and CSRs, starts the program in its mode, logs its traps and lets it
 * go on at the next chunk, and in the end writes the outcome to the UART, word by word in binary.
 *
 * <p>A trap to S-mode is passed on: the S-mode handler is a single {@code ecall}, which nobody
 * delegates, so that all registers are still the program's when M-mode logs {@code scause} and its
 * like. One CSR, {@code pmpaddr14}, keeps a register while {@code mstatus.MPRV} makes memory
 * unreachable.
 */
final class GuestRunner {
    /** Why a program has ended: it came to its end. */
    static final int ENDED = 1;
    /** A trap came from where the program has no code. */
    static final int LOST = 2;

    private static final Csr KEEPER = Csr.PMPADDR14;
    private static final int SUPERVISOR_INTERRUPTS = 0x222;
    private static final int MPRV = 1 << 17;
    private static final int CLINT_MTIMECMP = 0x200_4000;
    private static final int FINISHER = 0x10_0000;
    private static final int NEXT = 8;

    private final Assembler a = new Assembler();
    private final Label nextProgram = a.label("next_program");
    private final Label resume = a.label("resume");
    private final Label resumeAt = a.label("resume_at");
    private final Label finish = a.label("finish");
    private final Label supervisorTrap = a.label("supervisor_trap");
    private final Label machineTrap = a.label("machine_trap");

    private GuestRunner() {
    }

    /** Its machine code, for {@link Layout#RUNNER}. */
    static byte[] assemble() {
        GuestRunner runner = new GuestRunner();
        runner.start();
        runner.prepareMemory();
        runner.prepareHart();
        runner.handler();
        runner.findChunk();
        runner.leave();
        new OutcomeCode(runner.a).emit();
        byte[] code = runner.a.assemble(Layout.RUNNER).flat();
        if (code.length > Layout.CELLS - Layout.RUNNER) {
            throw new IllegalStateException("the runner has grown to " + code.length + " bytes");
        }
        return code;
    }

    private void start() {
        Label first = a.local("first");
        a.csrr(T0, Csr.MHARTID);
        a.beqz(T0, first);
        Label park = a.here("park");
        a.wfi();
        a.j(park);
        a.bind(first);
        a.li(T0, CLINT_MTIMECMP);
        a.li(T1, -1);
        a.sw(T1, T0, 4);
        a.sw(T1, T0, 0);
        // Entry 15 opens everything that no program's entry speaks of.
        a.csrw(Csr.PMPADDR15, T1);
        a.csrw(Csr.STIMECMP, T1);
        a.csrw(Csr.STIMECMPH, T1);
        a.li(T0, 0x1f00_0000);
        a.csrw(Csr.PMPCFG3, T0);
        a.li(S0, Layout.CELLS);
        a.li(S1, Layout.IMAGE);
        a.lw(T0, S1, 0);
        a.sw(T0, S0, Cell.PROGRAMS_LEFT);
        a.addi(S1, S1, NEXT);
        a.sw(S1, S0, Cell.NEXT_PROGRAM);
    }

    /** Reads the descriptor: see {@link ImageWriter}. S1 goes through it. */
    private void prepareMemory() {
        a.bind(nextProgram);
        Label go = a.local("go");
        a.li(S0, Layout.CELLS);
        a.csrw(Csr.MSTATUS, ZERO);
        a.csrw(Csr.SATP, ZERO);
        a.csrw(Csr.PMPCFG0, ZERO);
        a.csrw(Csr.MIE, ZERO);
        a.li(T0, SUPERVISOR_INTERRUPTS);
        a.csrc(Csr.MIP, T0);
        a.lw(T0, S0, Cell.PROGRAMS_LEFT);
        a.bnez(T0, go);
        a.li(T0, FINISHER);
        a.li(T1, 0x5555);
        a.sw(T1, T0, 0);
        Label stop = a.here("stop");
        a.j(stop);
        a.bind(go);
        a.addi(T0, T0, -1);
        a.sw(T0, S0, Cell.PROGRAMS_LEFT);
        a.lw(S1, S0, Cell.NEXT_PROGRAM);
        a.lw(T0, S1, 0);
        a.add(T0, S1, T0);
        a.sw(T0, S0, Cell.NEXT_PROGRAM);
        int[] cells = {Cell.NUMBER, Cell.BODY_START, Cell.CHUNKS, Cell.SUPERVISOR_BASE,
            Cell.USER_BASE};
        for (int i = 0; i < cells.length; i++) {
            a.lw(T0, S1, 4 + 4 * i);
            a.sw(T0, S0, cells[i]);
        }
        a.li(T0, Layout.LOG);
        a.sw(T0, S0, Cell.LOG_END);
        a.addi(S1, S1, 4 + 4 * cells.length);
        // Data is a pattern, the tables are empty but for the runner's own megapage.
        fill(Layout.DATA, Layout.DATA_SIZE, 0x9e37_79b1);
        fill(Layout.ROOT, Layout.TABLES_SIZE, 0);
        breakpoints();
        a.li(T0, Layout.ROOT + 4 * (Layout.RUNNER >>> 22));
        a.li(T1, Layout.RUNNER >>> 12 << 10 | 0xcf);
        a.sw(T1, T0, 0);
        copyCode();
        pokes();
    }

    /** {@code c.ebreak}; the last halfword begins an instruction that ends in the next page. */
    private void breakpoints() {
        a.li(T0, Layout.BREAKPOINTS);
        a.li(T1, Layout.BREAKPOINTS + 0xffc);
        a.li(T2, 0x9002_9002);
        Label loop = a.here("breakpoints");
        a.sw(T2, T0, 0);
        a.addi(T0, T0, 4);
        a.bne(T0, T1, loop);
        a.li(T2, 0x0013_9002);
        a.sw(T2, T0, 0);
    }

    private void fill(int address, int size, int step) {
        a.li(T0, address);
        a.li(T1, address + size);
        a.li(T2, step);
        a.li(T5, 0);
        Label loop = a.here("fill");
        a.sw(T5, T0, 0);
        a.add(T5, T5, T2);
        a.addi(T0, T0, 4);
        a.bne(T0, T1, loop);
    }

    private void copyCode() {
        fill(Layout.CODE, Layout.CODE_SIZE, 0);
        a.li(T0, Layout.CODE);
        a.lw(T1, S0, Cell.BODY_START);
        a.add(T0, T0, T1);
        a.lw(T1, S0, Cell.CHUNKS);
        a.slli(T1, T1, Layout.CHUNK_SHIFT);
        a.add(T1, T0, T1);
        Label loop = a.here("copy");
        a.lhu(T2, S1, 0);
        a.sh(T2, T0, 0);
        a.addi(S1, S1, 2);
        a.addi(T0, T0, 2);
        a.bne(T0, T1, loop);
        a.fenceI();
    }

    private void pokes() {
        a.lw(T0, S1, 0);
        a.addi(S1, S1, 4);
        Label end = a.local("poked");
        Label loop = a.here("poke");
        a.beqz(T0, end);
        a.lw(T1, S1, 0);
        a.lw(T2, S1, 4);
        a.sw(T2, T1, 0);
        a.addi(S1, S1, 8);
        a.addi(T0, T0, -1);
        a.j(loop);
        a.bind(end);
        a.sfenceVma(ZERO, ZERO);
    }

    private void prepareHart() {
        a.la(T0, machineTrap);
        a.lw(T1, S1, 0);
        a.add(T0, T0, T1);
        a.csrw(Csr.MTVEC, T0);
        a.la(T0, supervisorTrap);
        a.lw(T1, S1, 4);
        a.add(T0, T0, T1);
        a.csrw(Csr.STVEC, T0);
        a.csrw(Csr.MSCRATCH, S0);
        a.lw(A1, S1, 8);
        a.addi(S1, S1, 12);
        for (int i = 1; i < 32; i++) {
            a.lw(T0, S1, 0);
            a.sw(T0, S0, 4 * i);
            a.addi(S1, S1, 4);
        }
        for (Csr csr : Setup.INITIAL.subList(0, Setup.INITIAL.size() - 1)) {
            a.lw(T0, S1, 0);
            a.csrw(csr, T0);
            a.addi(S1, S1, 4);
        }
        a.lw(T0, S1, 0);
        a.sw(T0, S0, Cell.OLD_STATUS);
        a.mv(T6, S0);
        a.li(A5, 0);
        a.j(resumeAt);
    }

    /** Sixteen jumps, for vectored mode; in direct mode the first serves all. */
    private void vectors(Label table, Label target) {
        a.align(64);
        a.bind(table);
        for (int i = 0; i < 16; i++) {
            a.j(target);
        }
    }

    private void handler() {
        Label forward = a.local("forward");
        Label common = a.local("common");
        vectors(supervisorTrap, forward);
        vectors(machineTrap, common);
        a.bind(forward);
        a.ecall();
        a.bind(common);
        a.csrw(KEEPER, T5);
        a.lui(T5, MPRV >>> 12);
        a.csrrc(T5, Csr.MSTATUS, T5);
        a.csrrw(T6, Csr.MSCRATCH, T6);
        a.sw(T5, T6, Cell.OLD_STATUS);
        a.csrr(T5, KEEPER);
        for (int i = 1; i < 31; i++) {
            a.sw(Register.of(i), T6, 4 * i);
        }
        a.csrrw(T5, Csr.MSCRATCH, T6);
        a.sw(T5, T6, 4 * 31);
        // A dummy SC: a trap may end a reservation, so from here on it always has.
        a.addi(T5, T6, Cell.REASON);
        a.scW(ZERO, ZERO, T5);
        a.lw(A0, T6, Cell.OLD_STATUS);
        a.srli(A1, A0, 11);
        a.andi(A1, A1, 3);
        forgetMprv();
        a.csrr(A2, Csr.MCAUSE);
        a.csrr(A3, Csr.MEPC);
        a.csrr(A4, Csr.MTVAL);
        a.li(S2, 0);
        a.la(T0, forward);
        Label own = a.local("own");
        a.bne(A3, T0, own);
        fromSupervisor();
        a.bind(own);
        normalise();
        log();
        Label exception = a.local("exception");
        a.bgez(A2, exception);
        a.li(T0, SUPERVISOR_INTERRUPTS);
        a.csrc(Csr.MIP, T0);
        a.j(resume);
        a.bind(exception);
    }

    /** Below M-mode MPRV is clear by the manual and means nothing by QEMU, which leaves it set. */
    private void forgetMprv() {
        Label machine = a.local("machine");
        a.li(T0, 3);
        a.beq(A1, T0, machine);
        a.lui(T0, MPRV >>> 12);
        a.not(T0, T0);
        a.and(A0, A0, T0);
        a.sw(A0, T6, Cell.OLD_STATUS);
        a.bind(machine);
    }

    /** The trap was delegated: take its registers, and undo the disabling of interrupts. */
    private void fromSupervisor() {
        a.csrr(A2, Csr.SCAUSE);
        a.csrr(A3, Csr.SEPC);
        a.csrr(A4, Csr.STVAL);
        a.srli(A1, A0, 8);
        a.andi(A1, A1, 1);
        a.li(S2, 1);
        a.andi(T0, A0, 0x20);
        a.srli(T0, T0, 4);
        a.or(A0, A0, T0);
        a.sw(A0, T6, Cell.OLD_STATUS);
    }

    /**
     * Makes {@code tval} equal where the manual leaves a choice: nothing for a breakpoint, the word
     * of an access fault. See {@code DIFFERENCES.md}.
     */
    private void normalise() {
        Label done = a.local("normal");
        Label access = a.local("access");
        Label supervisor = a.local("supervisor");
        Label write = a.local("write");
        a.li(T0, 3);
        a.li(T1, 5);
        a.li(T2, 7);
        a.beq(A2, T1, access);
        a.beq(A2, T2, access);
        a.bne(A2, T0, done);
        a.li(A4, 0);
        a.j(write);
        a.bind(access);
        a.andi(A4, A4, -4);
        a.bind(write);
        a.bnez(S2, supervisor);
        a.csrw(Csr.MTVAL, A4);
        a.j(done);
        a.bind(supervisor);
        a.csrw(Csr.STVAL, A4);
        a.bind(done);
    }

    /**
     * Four words: the cause, with the mode in bits 8 and 9 and bit 12 for S-mode; {@code epc};
     * {@code tval}; {@code mstatus}.
     */
    private void log() {
        Label full = a.local("full");
        a.lw(T0, T6, Cell.LOG_END);
        a.li(T1, Layout.LOG + 16 * Layout.LOG_ENTRIES_MAX);
        a.bgeu(T0, T1, full);
        a.slli(T1, A1, 8);
        a.or(T1, T1, A2);
        a.slli(T2, S2, 12);
        a.or(T1, T1, T2);
        a.sw(T1, T0, 0);
        a.sw(A3, T0, 4);
        a.sw(A4, T0, 8);
        a.sw(A0, T0, 12);
        a.addi(T0, T0, 16);
        a.sw(T0, T6, Cell.LOG_END);
        a.bind(full);
    }

    /** From A3, the epc, to A5, the number of the chunk after it; and serves an {@code ecall}. */
    private void findChunk() {
        Label found = a.local("found");
        Label lost = a.local("lost");
        offsetOf(A3, found);
        // Not in the program: it has jumped out, and ra tells from where.
        a.lw(T2, T6, 4);
        offsetOf(T2, found);
        a.bind(lost);
        a.li(T0, LOST);
        a.sw(T0, T6, Cell.REASON);
        a.j(finish);
        a.bind(found);
        // T0 is the offset in the two pages.
        a.lw(T1, T6, Cell.BODY_START);
        a.sub(T5, T0, T1);
        a.bltz(T5, lost);
        a.srli(A5, T5, Layout.CHUNK_SHIFT);
        a.addi(A5, A5, 1);
        Label call = a.local("call");
        Label noCall = a.local("no_call");
        a.li(T1, 8);
        a.bltu(A2, T1, noCall);
        a.li(T1, 12);
        a.bltu(A2, T1, call);
        a.bind(noCall);
        a.lw(T1, T6, Cell.CHUNKS);
        a.bltu(A5, T1, resumeAt);
        a.j(lost);
        a.bind(call);
        a.li(T1, Layout.CODE + 4);
        a.add(T0, T0, T1);
        a.lhu(T0, T0, 0);
        a.li(T1, Layout.FINISH);
        Label notFinished = a.local("not_finished");
        a.bne(T0, T1, notFinished);
        a.li(T0, ENDED);
        a.sw(T0, T6, Cell.REASON);
        a.j(finish);
        a.bind(notFinished);
        a.li(T1, Layout.STAY);
        a.beq(T0, T1, resumeAt);
        a.mv(A1, T0);
    }

    /** T0 = the offset of an address in the code under any of its names, then to {@code found}. */
    private void offsetOf(Register address, Label found) {
        for (int base : new int[] {Layout.CODE, Layout.USER_CODE, Layout.SUPERVISOR_CODE}) {
            a.li(T1, base);
            a.sub(T0, address, T1);
            a.li(T1, Layout.CODE_SIZE);
            a.bltu(T0, T1, found);
        }
    }

    /** Goes on at chunk A5 in mode A1; at {@code resume}, at A3. */
    private void leave() {
        a.bind(resumeAt);
        a.slli(A3, A5, Layout.CHUNK_SHIFT);
        a.lw(T0, T6, Cell.BODY_START);
        a.add(A3, A3, T0);
        a.li(T0, Layout.CODE);
        a.li(T1, 1);
        Label based = a.local("based");
        Label user = a.local("user");
        a.bltu(A1, T1, user);
        a.bne(A1, T1, based);
        a.lw(T0, T6, Cell.SUPERVISOR_BASE);
        a.j(based);
        a.bind(user);
        a.lw(T0, T6, Cell.USER_BASE);
        a.bind(based);
        a.add(A3, A3, T0);
        a.bind(resume);
        a.csrw(Csr.MEPC, A3);
        a.lw(A0, T6, Cell.OLD_STATUS);
        a.li(T0, 0x1800);
        a.not(T0, T0);
        a.and(A0, A0, T0);
        a.slli(A1, A1, 11);
        a.or(A0, A0, A1);
        a.sw(A0, T6, Cell.OLD_STATUS);
        for (int i = 1; i < 31; i++) {
            a.lw(Register.of(i), T6, 4 * i);
        }
        // From the write of mstatus on, MPRV may keep memory out of reach.
        a.csrw(KEEPER, T5);
        a.lw(T5, T6, Cell.OLD_STATUS);
        a.lw(T6, T6, 4 * 31);
        a.csrw(Csr.MSTATUS, T5);
        a.csrr(T5, KEEPER);
        a.mret();
    }
}

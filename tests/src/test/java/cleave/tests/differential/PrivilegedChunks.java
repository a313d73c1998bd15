package cleave.tests.differential;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import java.util.Random;

/** Chunks about CSRs, traps, modes, fences and interrupts. */
final class PrivilegedChunks {
    /** What {@code csrrs} and {@code csrrc} may change in {@code mstatus}: all but MPP. */
    private static final int STATUS = 0x007e_01aa;
    private static final int SUPERVISOR_STATUS = 0x000c_0122;
    private static final int MPP_SHIFT = 11;
    private static final int SIE = 2;
    private static final int MIE = 8;
    private static final int MPRV = 1 << 17;

    private static final List<Csr> ANY_VALUE = List.of(Csr.SSCRATCH, Csr.MCAUSE, Csr.MTVAL,
            Csr.SCAUSE, Csr.STVAL);
    private static final List<Csr> EVEN = List.of(Csr.MEPC, Csr.SEPC);
    private static final List<Csr> INTERRUPTS = List.of(Csr.MIE, Csr.MIP, Csr.SIE, Csr.SIP,
            Csr.MIDELEG);
    private static final List<Csr> SMALL = List.of(Csr.MCOUNTEREN, Csr.SCOUNTEREN);
    private static final List<Csr> ONLY_READ = List.of(Csr.MTVEC, Csr.STVEC, Csr.PMPADDR0,
            Csr.PMPADDR1, Csr.PMPADDR2, Csr.PMPADDR15, Csr.PMPCFG0, Csr.PMPCFG3, Csr.MHARTID,
            Csr.MVENDORID, Csr.MCONFIGPTR, Csr.MSTATUSH, Csr.MENVCFGH, Csr.STIMECMP);
    private static final List<Csr> COUNTERS = List.of(Csr.CYCLE, Csr.TIME, Csr.INSTRET,
            Csr.CYCLEH, Csr.TIMEH, Csr.INSTRETH, Csr.MCYCLE, Csr.MINSTRET);
    /** Numbers that neither machine knows. */
    private static final int[] NOWHERE = {0x001, 0x008, 0x015, 0x200, 0x280, 0x5c0, 0x600, 0x680,
        0x7c0, 0x8ff, 0x9c0, 0xb01, 0xbc0, 0xc20, 0xcc0, 0xda0, 0xfb0, 0xfc0, 0xfff};

    private final Random random;
    private final ChunkGenerator chunks;
    private final OperandGenerator operands;
    private final PageTables tables;
    private final int interrupt;

    PrivilegedChunks(Random random, ChunkGenerator chunks, PageTables tables, int interrupt) {
        this.random = random;
        this.tables = tables;
        this.interrupt = interrupt;
        this.chunks = chunks;
        this.operands = chunks.operands();
    }

    Chunk next() {
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> call();
            case 3 -> trapReturn();
            case 4 -> illegal();
            case 5 -> pageTable();
            case 6 -> storedCode();
            case 7 -> interrupt();
            case 8 -> fences();
            case 9, 10 -> status();
            default -> csr();
        };
    }

    /** A call that goes on in another mode. */
    private Chunk call() {
        int mode = new int[] {0, 0, 1, 1, 3, Layout.STAY}[random.nextInt(6)];
        return new Chunk.Builder().emit(Instruction.ECALL, 0, 0, 0, 0).half(mode)
                .build("call");
    }

    /** A return from a trap that was none, to the next chunk. */
    private Chunk trapReturn() {
        Chunk.Builder code = new Chunk.Builder();
        boolean machine = random.nextBoolean();
        int place = operands.scratch();
        if (random.nextBoolean()) {
            int bits = operands.scratchBut(place, place);
            int value = machine ? mpp() | random.nextInt() & STATUS
                    : random.nextInt() & SUPERVISOR_STATUS;
            code.li(bits, value);
            code.csr(Instruction.CSRRW, operands.destination(),
                    machine ? Csr.MSTATUS : Csr.SSTATUS, bits);
        }
        int behind = Layout.CHUNK - code.size();
        code.emit(Instruction.AUIPC, place, 0, 0, 0);
        code.emit(Instruction.ADDI, place, place, 0, behind);
        code.csr(Instruction.CSRRW, 0, machine ? Csr.MEPC : Csr.SEPC, place);
        code.emit(machine ? Instruction.MRET : Instruction.SRET, 0, 0, 0, 0);
        return code.build("trap return");
    }

    private int mpp() {
        return new int[] {0, 1, 3}[random.nextInt(3)] << MPP_SHIFT;
    }

    private Chunk illegal() {
        Chunk.Builder code = new Chunk.Builder();
        chunks.compute(code);
        switch (random.nextInt(6)) {
            case 0 -> code.emit(Instruction.EBREAK, 0, 0, 0, 0);
            case 1 -> code.half(0x9002);
            case 2 -> code.half(illegalHalfword());
            case 3 -> code.word(illegalSystemWord());
            default -> code.word(illegalWord());
        }
        return code.build("illegal");
    }

    private int illegalHalfword() {
        while (true) {
            int halfword = random.nextInt(0x10000);
            if ((halfword & 3) != 3 && CompressedInstruction.decode(halfword) == null) {
                return halfword;
            }
        }
    }

    private int illegalSystemWord() {
        while (true) {
            int word = 0x73 | random.nextInt(0x40) << 25 | random.nextInt(8) << 20;
            if (Instruction.decode(word) == null) {
                return word;
            }
        }
    }

    private int illegalWord() {
        while (true) {
            int word = random.nextInt() | 3;
            if (Instruction.decode(word) == null) {
                return word;
            }
        }
    }

    /**
     * Changes a PTE and fences it. The first fence does nothing but end the chunk where a fence is
     * illegal, so that no PTE is ever left unfenced.
     */
    private Chunk pageTable() {
        Chunk.Builder code = new Chunk.Builder();
        int page = random.nextInt(PageTables.DATA_PAGES);
        int address = operands.scratch();
        int value = operands.scratchBut(address, address);
        code.emit(Instruction.SFENCE_VMA, 0, 0, 0, 0);
        code.li(address, Layout.DATA_TABLE + 4 * page);
        code.li(value, tables.dataPte());
        code.emit(Instruction.SW, 0, address, value, 0);
        code.li(address, Layout.VIRTUAL_DATA + 0x1000 * page + random.nextInt(0x400) * 4);
        code.emit(Instruction.SFENCE_VMA, 0, random.nextBoolean() ? address : 0, 0, 0);
        code.emit(Instruction.LW, operands.destination(), address, 0, 0);
        return code.build("page table");
    }

    /**
     * Stores an instruction over another one and executes it; in M-mode without MPRV, for which
     * QEMU lets pass what has been fetched.
     */
    private Chunk storedCode() {
        Chunk.Builder code = new Chunk.Builder();
        int mprv = operands.scratch();
        code.emit(Instruction.LUI, mprv, 0, 0, MPRV);
        code.csr(Instruction.CSRRC, 0, Csr.MSTATUS, mprv);
        int place = operands.scratch();
        int word = operands.scratchBut(place, place);
        Chunk.Builder made = new Chunk.Builder();
        made.emit(Instruction.XORI, operands.destination(), operands.source(), 0,
                random.nextInt(4096) - 2048);
        code.li(word, made.firstWord());
        code.emit(Instruction.AUIPC, place, 0, 0, 0);
        code.emit(Instruction.SW, 0, place, word, 12);
        code.emit(Instruction.FENCE_I, 0, 0, 0, 0);
        code.emit(Instruction.ADDI, operands.destination(), operands.source(), 0, 1);
        return code.build("stored code");
    }

    private Chunk interrupt() {
        Chunk.Builder code = new Chunk.Builder();
        int bit = operands.scratch();
        code.li(bit, interrupt);
        if (random.nextInt(4) == 0) {
            // Sleeps not at all: what is pending and enabled cannot be taken, but ends the wfi.
            code.csr(Instruction.CSRRCI, 0, Csr.MSTATUS, MIE);
            code.csr(Instruction.CSRRS, 0, Csr.MIE, bit);
            code.csr(Instruction.CSRRS, 0, Csr.MIP, bit);
            code.emit(Instruction.WFI, 0, 0, 0, 0);
            code.csr(Instruction.CSRRC, operands.destination(), Csr.MIP, bit);
            return code.build("wait");
        }
        boolean machine = random.nextBoolean();
        for (int left = 3 + random.nextInt(4); left > 0; left--) {
            int old = operands.scratchBut(bit, bit);
            boolean clear = random.nextInt(4) == 0;
            if (random.nextInt(3) == 0) {
                code.csr(clear ? Instruction.CSRRCI : Instruction.CSRRSI, old,
                        machine ? Csr.MSTATUS : Csr.SSTATUS, machine ? MIE | SIE : SIE);
            } else {
                Csr csr = random.nextBoolean() ? machine ? Csr.MIE : Csr.SIE
                        : machine ? Csr.MIP : Csr.SIP;
                code.csr(clear ? Instruction.CSRRC : Instruction.CSRRS, old, csr, bit);
            }
        }
        return code.build("interrupt");
    }

    private Chunk fences() {
        Chunk.Builder code = new Chunk.Builder();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            if (random.nextBoolean()) {
                code.emit(Instruction.SFENCE_VMA, 0, random.nextBoolean() ? 0 : operands.source(),
                        random.nextBoolean() ? 0 : operands.source(), 0);
            } else {
                code.emit(Instruction.FENCE_I, 0, 0, 0, 0);
            }
            chunks.compute(code);
        }
        return code.build("fences");
    }

    /** Changes the status, in M-mode perhaps with MPRV, and touches memory. */
    private Chunk status() {
        Chunk.Builder code = new Chunk.Builder();
        boolean machine = random.nextBoolean();
        int bits = operands.scratch();
        Csr csr = machine ? Csr.MSTATUS : Csr.SSTATUS;
        int value = random.nextInt() & (machine ? STATUS : SUPERVISOR_STATUS);
        if (machine && random.nextBoolean()) {
            code.li(bits, value | mpp());
            code.csr(Instruction.CSRRW, operands.destination(), csr, bits);
        } else {
            code.li(bits, value);
            code.csr(random.nextBoolean() ? Instruction.CSRRS : Instruction.CSRRC,
                    operands.destination(), csr, bits);
        }
        int base = operands.scratch();
        code.li(base, operands.dataAddress(random.nextInt(4) != 0));
        code.emit(Instruction.LW, operands.scratchBut(base, base), base, 0, 0);
        code.emit(Instruction.SW, 0, base, operands.source(), 0);
        return code.build("status");
    }

    private Chunk csr() {
        Chunk.Builder code = new Chunk.Builder();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            switch (random.nextInt(12)) {
                case 0, 1 -> write(code, chunks.oneOf(ANY_VALUE), -1);
                case 2 -> write(code, chunks.oneOf(EVEN), ~1);
                case 3, 4 -> write(code, chunks.oneOf(INTERRUPTS), interrupt);
                case 5 -> write(code, chunks.oneOf(SMALL), 7);
                case 6 -> write(code, Csr.MEDELEG, 0xb1ff);
                case 7 -> write(code, random.nextBoolean() ? Csr.MENVCFG : Csr.SENVCFG, 1);
                case 8 -> addressSpace(code);
                case 9 -> counter(code);
                case 10 -> code.emit(Instruction.CSRRS, operands.destination(), 0, 0,
                        NOWHERE[random.nextInt(NOWHERE.length)]);
                default -> code.csr(Instruction.CSRRS, operands.destination(),
                        chunks.oneOf(ONLY_READ), 0);
            }
        }
        return code.build("csr");
    }

    private void write(Chunk.Builder code, Csr csr, int mask) {
        int source = operands.scratch();
        code.li(source, operands.value() & mask);
        Instruction access = new Instruction[] {
            Instruction.CSRRW, Instruction.CSRRS, Instruction.CSRRC}[random.nextInt(3)];
        code.csr(access, operands.destination(), csr, source);
    }

    /** The same root with another ASID; whether it translates does not change either. */
    private void addressSpace(Chunk.Builder code) {
        int other = operands.scratch();
        code.li(other, random.nextInt(512) << 22);
        code.csr(Instruction.CSRRS, operands.destination(), Csr.SATP, other);
    }

    /** Reads a counter, if that is legal, and forgets its value. */
    private void counter(Chunk.Builder code) {
        int register = operands.scratch();
        Csr csr = chunks.oneOf(COUNTERS);
        if (random.nextInt(4) == 0) {
            code.csr(Instruction.CSRRW, register, Csr.CYCLE, register);
        } else {
            code.csr(Instruction.CSRRS, register, csr, 0);
        }
        code.emit(Instruction.ADDI, register, 0, 0, 7);
    }
}

package cleave.emulator.engine.interpreter;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.ReferenceInterpreter;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.CsrOperation;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * What {@link HotLoop} leaves to others: memory accesses that are not plain, atomics, CSRs, and the
 * privileged instructions. The hart is up to date when an operation begins, and again when it ends
 * the block.
 */
final class Outside {
    /** By the low two bits of funct3. */
    private static final CsrOperation[] CSR_OPERATIONS =
            {null, CsrOperation.WRITE, CsrOperation.SET, CsrOperation.CLEAR};

    private final Hart hart;
    private final Mmu mmu;
    private final PhysicalMemory memory;
    private final CodeCache cache;
    private final ReferenceInterpreter reference;
    private final TimingModel timing;
    private Breakpoints breakpoints = Breakpoints.NONE;

    /** Of the instruction in execution. */
    private int nextPc;
    private int cost;
    private int invalidations;

    Outside(Hart hart, CodeCache cache, ReferenceInterpreter reference) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.memory = mmu.bus().memory();
        this.cache = cache;
        this.reference = reference;
        this.timing = hart.options().timing();
    }

    void setBreakpoints(Breakpoints places) {
        breakpoints = places;
    }

    /**
     * Executes the operation at {@link Hart#pc}.
     *
     * @param nextPc the address of the next instruction in memory
     * @param cost the cycles it takes when it raises no exception
     * @return true when the block goes on, its account not yet charged for this instruction; false
     *     when the instruction is charged for, the hart is up to date, and the block must be left
     */
    boolean execute(long word, int nextPc, int cost) {
        this.nextPc = nextPc;
        this.cost = cost;
        this.invalidations = cache.invalidations();
        return switch (Word.op(word)) {
            case Op.LW -> load(word, 4, 0);
            case Op.LBU -> load(word, 1, 0);
            case Op.LHU -> load(word, 2, 0);
            case Op.LH -> load(word, 2, 16);
            case Op.LB -> load(word, 1, 24);
            case Op.SW -> store(word, 4);
            case Op.SB -> store(word, 1);
            case Op.SH -> store(word, 2);
            case Op.LR -> loadReserved(word);
            case Op.SC -> storeConditional(word);
            case Op.AMO -> atomic(word);
            case Op.PLAIN_CSR, Op.CSR -> csr(word);
            case Op.SFENCE_VMA -> fence(word);
            case Op.BREAKPOINT -> breakpoint();
            case Op.STEP -> step();
            case Op.ECALL, Op.MRET, Op.SRET -> environment(word);
            default -> rareAlu(word);
        };
    }

    // ---- How an operation ends -----------------------------------------------------------------

    /** The block goes on, unless what was done has made that wrong. */
    private boolean done() {
        int walked = mmu.takePteReads() * timing.pteRead();
        if (walked == 0 && !hart.yield && invalidations == cache.invalidations()) {
            return true;
        }
        hart.cycle += walked;
        return leaveTo(nextPc);
    }

    private boolean leaveTo(int target) {
        hart.pc = target;
        hart.retired++;
        hart.cycle += cost;
        return false;
    }

    private boolean raised() {
        hart.cycle += 1 + mmu.takePteReads() * timing.pteRead();
        return false;
    }

    private boolean memoryFault() {
        hart.raiseMemoryFault();
        return raised();
    }

    private boolean rareAlu(long word) {
        int[] x = hart.x;
        x[Word.rd(word)] = RareAlu.apply(Word.op(word), x[Word.rs1(word)],
                x[Word.rs2(word)] + Word.immediate(word));
        return true;
    }

    /** The reference interpreter executes it, or takes the exception. */
    private boolean step() {
        reference.step();
        return false;
    }

    private boolean breakpoint() {
        if (!breakpoints.contains(hart.pc)) {
            return step();
        }
        hart.yield = true;
        return false;
    }

    // ---- Memory --------------------------------------------------------------------------------

    /** {@code signShift}: how far the value is from filling a register, 0 when it is unsigned. */
    private boolean load(long word, int width, int signShift) {
        int[] x = hart.x;
        long value = mmu.load(x[Word.rs1(word)] + Word.immediate(word), width);
        if (value < 0) {
            return memoryFault();
        }
        x[Word.rd(word)] = (int) value << signShift >> signShift;
        return done();
    }

    private boolean store(long word, int width) {
        int[] x = hart.x;
        int va = x[Word.rs1(word)] + Word.immediate(word);
        return mmu.store(va, width, x[Word.rs2(word)]) ? done() : memoryFault();
    }

    private boolean loadReserved(long word) {
        int offset = mmu.atomic(hart.x[Word.rs1(word)], Access.LOAD);
        if (offset < 0) {
            return memoryFault();
        }
        memory.reserve(memory.addressOf(offset));
        hart.x[Word.rd(word)] = Bytes.getInt(memory.bytes(), offset);
        return done();
    }

    private boolean storeConditional(long word) {
        long reserved = memory.reservedAddress();
        int offset = mmu.atomic(hart.x[Word.rs1(word)], Access.STORE);
        if (offset < 0) {
            return memoryFault();
        }
        memory.reserve(-1);
        boolean holds = memory.addressOf(offset) == reserved;
        if (holds) {
            memory.storeInt(offset, hart.x[Word.rs2(word)]);
        }
        hart.x[Word.rd(word)] = holds ? 0 : 1;
        return done();
    }

    private boolean atomic(long word) {
        int offset = mmu.atomic(hart.x[Word.rs1(word)], Access.STORE);
        if (offset < 0) {
            return memoryFault();
        }
        Effect.Amo amo = (Effect.Amo) Instruction.decode(Word.immediate(word)).effect();
        int old = Bytes.getInt(memory.bytes(), offset);
        memory.storeInt(offset, amo.operation().applyAsInt(old, hart.x[Word.rs2(word)]));
        hart.x[Word.rd(word)] = old;
        return done();
    }

    // ---- CSRs and privileged instructions ------------------------------------------------------

    private boolean csr(long word) {
        int instruction = Word.immediate(word);
        int funct3 = instruction >>> 12 & 7;
        int field = Word.rs1(word);
        CsrOperation operation = CSR_OPERATIONS[funct3 & 3];
        int operand = (funct3 & 4) != 0 ? field : hart.x[field];
        boolean writes = operation == CsrOperation.WRITE || field != 0;
        long old = hart.csrs().access(Operands.csr(instruction), operation, operand, writes);
        if (old < 0) {
            return step();
        }
        hart.x[Word.rd(word)] = (int) old;
        return Word.op(word) == Op.PLAIN_CSR ? done() : leaveTo(nextPc);
    }

    /** The block goes on if the fence leaves its own page's translation alone. */
    private boolean fence(long word) {
        if (!hart.mayManageTranslation()) {
            return step();
        }
        int va = Word.rs1(word);
        int asid = Word.rs2(word);
        hart.fenceTranslation(va == 0, hart.x[va], asid == 0, hart.x[asid]);
        return mmu.fetchEntries()[hart.pc >>> 12] >= 0 ? done() : leaveTo(nextPc);
    }

    private boolean environment(long word) {
        switch (Word.op(word)) {
            case Op.ECALL -> {
                hart.raise(Cause.ENVIRONMENT_CALL_FROM_U.code() + hart.mode(), 0);
                return raised();
            }
            case Op.MRET -> {
                if (hart.mode() != Hart.M) {
                    return step();
                }
                int pc = hart.pc;
                hart.returnFromMachine();
                return returned(pc);
            }
            case Op.SRET -> {
                if (!hart.mayReturnFromSupervisor()) {
                    return step();
                }
                int pc = hart.pc;
                hart.returnFromSupervisor();
                return returned(pc);
            }
            default -> {
                return step();
            }
        }
    }

    private boolean returned(int pc) {
        if (hart.pc != nextPc) {
            hart.recorder().jump(pc, hart.pc);
        }
        return leaveTo(hart.pc);
    }
}

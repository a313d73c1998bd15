package cleave.emulator.engine;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.CsrOperation;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * The slow and obvious engine: fetches, decodes and executes one instruction at a time, straight
 * from the table {@link Instruction}. It is the oracle of the others, and they call it for what is
 * rare.
 */
public final class ReferenceInterpreter implements Engine {
    private final Hart hart;
    private final Mmu mmu;
    private final PhysicalMemory memory;
    private final InstructionFetch fetch;
    private final TimingModel timing;
    private Breakpoints breakpoints = Breakpoints.NONE;

    /** Of the instruction in execution. */
    private Instruction instruction;
    private int word;
    private int nextPc;

    public ReferenceInterpreter(Hart hart) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.memory = mmu.bus().memory();
        this.fetch = new InstructionFetch(mmu);
        this.timing = hart.options().timing();
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public void run(long limit) {
        hart.yield = false;
        while (hart.cycle < limit && !hart.yield) {
            if (breakpoints.contains(hart.pc)) {
                hart.yield = true;
            } else {
                step();
            }
        }
    }

    @Override
    public void setBreakpoints(Breakpoints places) {
        breakpoints = places;
    }

    @Override
    public void step() {
        if (!fetch.at(hart.pc)) {
            hart.raiseMemoryFault();
            charge(1);
            return;
        }
        word = fetch.word();
        instruction = Instruction.decode(word);
        if (instruction == null) {
            hart.raise(Cause.ILLEGAL_INSTRUCTION, fetch.raw());
            charge(1);
            return;
        }
        int pc = hart.pc;
        nextPc = pc + fetch.length();
        int cost = timing.cost(instruction);
        int extra = extraCost();
        if (execute()) {
            if (nextPc != pc + fetch.length()) {
                hart.recorder().jump(pc, nextPc);
            }
            hart.pc = nextPc;
            hart.retired++;
            charge(cost + extra);
        } else {
            charge(1);
        }
    }

    private void charge(int cycles) {
        hart.cycle += cycles + mmu.takePteReads() * timing.pteRead();
    }

    /** What this execution costs beyond the instruction's own cycles. */
    private int extraCost() {
        Effect effect = instruction.effect();
        if (effect instanceof Effect.Branch branch) {
            return branch.condition().holds(rs1(), rs2()) ? timing.takenBranch() : 0;
        }
        if (effect instanceof Effect.Load && timing.loadUse() != 0) {
            boolean stalls = LoadUse.stalls(memory.bytes(), fetch.offset(), fetch.length(),
                    Operands.rd(word));
            return stalls ? timing.loadUse() : 0;
        }
        return 0;
    }

    private int rs1() {
        return hart.x[Operands.rs1(word)];
    }

    private int rs2() {
        return hart.x[Operands.rs2(word)];
    }

    private int immediate() {
        return instruction.format().immediate(word);
    }

    private boolean result(int value) {
        hart.setX(Operands.rd(word), value);
        return true;
    }

    private boolean illegal() {
        hart.raise(Cause.ILLEGAL_INSTRUCTION, fetch.raw());
        return false;
    }

    private boolean memoryFault() {
        hart.raiseMemoryFault();
        return false;
    }

    /** Executes the instruction; false when it has raised an exception. */
    private boolean execute() {
        Effect effect = instruction.effect();
        if (effect instanceof Effect.Alu alu) {
            int second = instruction.format() == Format.R ? rs2() : immediate();
            return result(alu.operation().applyAsInt(rs1(), second));
        }
        if (effect instanceof Effect.Unary unary) {
            return result(unary.operation().applyAsInt(rs1()));
        }
        if (effect instanceof Effect.Upper upper) {
            return result(upper.pcRelative() ? hart.pc + immediate() : immediate());
        }
        if (effect instanceof Effect.Branch branch) {
            if (branch.condition().holds(rs1(), rs2())) {
                nextPc = hart.pc + immediate();
            }
            return true;
        }
        if (effect instanceof Effect.Jump jump) {
            int target = jump.indirect() ? rs1() + immediate() & ~1 : hart.pc + immediate();
            result(nextPc);
            nextPc = target;
            return true;
        }
        if (effect instanceof Effect.Load load) {
            return load(load);
        }
        if (effect instanceof Effect.Store store) {
            return mmu.store(rs1() + immediate(), store.width(), rs2()) || memoryFault();
        }
        if (effect instanceof Effect.CsrAccess access) {
            return csr(access.operation());
        }
        if (effect instanceof Effect.Environment environment) {
            return environment(environment.kind());
        }
        return executeAtomicOrFence(effect);
    }

    private boolean load(Effect.Load load) {
        long value = mmu.load(rs1() + immediate(), load.width());
        if (value < 0) {
            return memoryFault();
        }
        int unused = 32 - 8 * load.width();
        return result(load.signed() ? (int) value << unused >> unused : (int) value);
    }

    private boolean executeAtomicOrFence(Effect effect) {
        if (effect instanceof Effect.LoadReserved) {
            int offset = mmu.atomic(rs1(), Access.LOAD);
            if (offset < 0) {
                return memoryFault();
            }
            memory.reserve(memory.addressOf(offset));
            return result(Bytes.getInt(memory.bytes(), offset));
        }
        if (effect instanceof Effect.StoreConditional) {
            return storeConditional();
        }
        if (effect instanceof Effect.Amo amo) {
            int offset = mmu.atomic(rs1(), Access.STORE);
            if (offset < 0) {
                return memoryFault();
            }
            int old = Bytes.getInt(memory.bytes(), offset);
            memory.storeInt(offset, amo.operation().applyAsInt(old, rs2()));
            return result(old);
        }
        // Fences: one hart that executes in order has nothing to order.
        return true;
    }

    private boolean storeConditional() {
        long reserved = memory.reservedAddress();
        int offset = mmu.atomic(rs1(), Access.STORE);
        if (offset < 0) {
            return memoryFault();
        }
        memory.reserve(-1);
        if (memory.addressOf(offset) != reserved) {
            return result(1);
        }
        memory.storeInt(offset, rs2());
        return result(0);
    }

    private boolean csr(CsrOperation operation) {
        boolean immediate = instruction.format() == Format.CSR_IMMEDIATE;
        int field = Operands.rs1(word);
        int operand = immediate ? field : hart.x[field];
        boolean writes = operation == CsrOperation.WRITE || field != 0;
        long old = hart.csrs().access(Operands.csr(word), operation, operand, writes);
        return old >= 0 ? result((int) old) : illegal();
    }

    private boolean environment(Effect.Environment.Kind kind) {
        switch (kind) {
            case ECALL -> {
                hart.raise(Cause.ENVIRONMENT_CALL_FROM_U.code() + hart.mode(), 0);
                return false;
            }
            case EBREAK -> {
                hart.raise(Cause.BREAKPOINT, hart.pc);
                return false;
            }
            case MRET -> {
                if (hart.mode() != Hart.M) {
                    return illegal();
                }
                hart.returnFromMachine();
                nextPc = hart.pc;
            }
            case SRET -> {
                if (!hart.mayReturnFromSupervisor()) {
                    return illegal();
                }
                hart.returnFromSupervisor();
                nextPc = hart.pc;
            }
            case WFI -> {
                if (!hart.mayWait()) {
                    return illegal();
                }
                hart.waitForInterrupt();
            }
            case SFENCE_VMA -> {
                if (!hart.mayManageTranslation()) {
                    return illegal();
                }
                hart.fenceTranslation(Operands.rs1(word) == 0, rs1(),
                        Operands.rs2(word) == 0, rs2());
            }
        }
        return true;
    }
}

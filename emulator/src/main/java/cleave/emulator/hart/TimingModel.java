package cleave.emulator.hart;

import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;

/**
 * What things cost, in cycles. Every engine charges from this table, so all agree to the cycle.
 *
 * <p>{@link #UNIT} counts instructions. {@link #PIPELINE} is a five-stage in-order core, single
 * issue: results are forwarded, so only what follows costs more than one cycle. A load whose
 * <em>next instruction in memory</em> reads the loaded register stalls it once; a taken branch
 * empties the stages before it, so no stall can cross one. The stall is not charged across the end
 * of a page, where the fetch buffer refills anyway. The TLB is unlimited: a walk costs one memory
 * read for each PTE, after a flush or on first use.
 */
public enum TimingModel {
    UNIT(0, 0, 0, 0) {
        @Override
        public int cost(Instruction instruction) {
            return 1;
        }
    },

    PIPELINE(2, 1, 4, 4) {
        @Override
        public int cost(Instruction instruction) {
            Effect effect = instruction.effect();
            if (effect instanceof Effect.Jump jump) {
                return jump.indirect() ? 3 : 2;
            }
            if (effect instanceof Effect.Amo || effect instanceof Effect.StoreConditional) {
                return 2;
            }
            if (effect instanceof Effect.FenceI || effect instanceof Effect.Environment) {
                return 5;
            }
            return switch (instruction) {
                case MUL, MULH, MULHSU, MULHU -> 3;
                case DIV, DIVU, REM, REMU -> 34;
                default -> 1;
            };
        }
    };

    private final int takenBranch;
    private final int loadUse;
    private final int pteRead;
    private final int trap;

    TimingModel(int takenBranch, int loadUse, int pteRead, int trap) {
        this.takenBranch = takenBranch;
        this.loadUse = loadUse;
        this.pteRead = pteRead;
        this.trap = trap;
    }

    /** Cycles of an instruction that raises no exception, branches not taken; at least 1. */
    public abstract int cost(Instruction instruction);

    /** Added when a conditional branch is taken. */
    public int takenBranch() {
        return takenBranch;
    }

    /** Added to a load whose successor in the same page reads its result. */
    public int loadUse() {
        return loadUse;
    }

    /** Added for each PTE that a page walk reads. */
    public int pteRead() {
        return pteRead;
    }

    /**
     * Added when a trap is taken. An instruction that raises an exception itself costs 1 cycle; an
     * interrupt is taken between two instructions.
     */
    public int trap() {
        return trap;
    }
}

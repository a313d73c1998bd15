package cleave.emulator.engine.translate;

import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * A decoded instruction at a virtual address.
 *
 * @param word the 32-bit instruction it is or stands for
 * @param length in bytes: 2 or 4
 * @param cost its cycles, load-use stall included, branches not taken
 */
record GuestInstruction(int pc, Instruction instruction, int word, int length, int cost) {
    /** What it does; null when it is illegal. */
    Effect effect() {
        return instruction == null ? null : instruction.effect();
    }

    int next() {
        return pc + length;
    }

    int rd() {
        return instruction.hasRd() ? Operands.rd(word) : 0;
    }

    int rs1() {
        return instruction.hasRs1() ? Operands.rs1(word) : 0;
    }

    int rs2() {
        return instruction.hasRs2() ? Operands.rs2(word) : 0;
    }

    int immediate() {
        return instruction.format().immediate(word);
    }

    /** Where a branch or direct jump leads. */
    int target() {
        return pc + immediate();
    }

    boolean isBranch() {
        return effect() instanceof Effect.Branch;
    }

    boolean isJump() {
        return effect() instanceof Effect.Jump;
    }

    boolean isIndirect() {
        return effect() instanceof Effect.Jump jump && jump.indirect();
    }

    /** Whether it is left to the interpreter. */
    boolean isForeign() {
        Effect effect = effect();
        return !(effect instanceof Effect.Alu || effect instanceof Effect.Unary
                || effect instanceof Effect.Upper || effect instanceof Effect.Branch
                || effect instanceof Effect.Jump || effect instanceof Effect.Load
                || effect instanceof Effect.Store || effect instanceof Effect.Fence
                || effect instanceof Effect.FenceI);
    }

    /** Whether what follows in memory is not simply executed next. */
    boolean endsBlock() {
        return isForeign() || isBranch() || isJump();
    }
}

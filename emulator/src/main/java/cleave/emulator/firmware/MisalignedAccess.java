package cleave.emulator.firmware;

import cleave.emulator.engine.InstructionFetch;
import cleave.emulator.hart.Hart;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * Does the misaligned loads and stores of a hart that traps them, byte by byte and with the rights
 * of the interrupted code. A byte that faults passes its own fault on to the kernel; the bytes
 * before it have been stored then. Misaligned atomics are the kernel's.
 */
final class MisalignedAccess {
    private final Hart hart;
    private final Mmu mmu;
    private final InstructionFetch fetch;

    MisalignedAccess(Hart hart) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.fetch = new InstructionFetch(mmu);
    }

    void emulate(int cause, int tval) {
        if (!fetch.at(hart.pc)) {
            hart.enterSupervisor(mmu.lastFault().cause(), mmu.lastFault().tval());
            return;
        }
        int word = fetch.word();
        Instruction instruction = Instruction.decode(word);
        Effect effect = instruction.effect();
        boolean done;
        if (effect instanceof Effect.Load load) {
            done = load(load, Operands.rd(word), tval);
        } else if (effect instanceof Effect.Store store) {
            done = store(tval, store.width(), hart.x[Operands.rs2(word)]);
        } else {
            hart.enterSupervisor(cause, tval);
            return;
        }
        if (done) {
            hart.pc += fetch.length();
            hart.trapLoop().returned();
        } else {
            hart.enterSupervisor(mmu.lastFault().cause(), mmu.lastFault().tval());
        }
    }

    private boolean load(Effect.Load load, int rd, int va) {
        int value = 0;
        for (int i = 0; i < load.width(); i++) {
            long octet = mmu.load(va + i, 1);
            if (octet == Mmu.FAULT) {
                return false;
            }
            value |= (int) octet << Byte.SIZE * i;
        }
        int unused = Integer.SIZE - Byte.SIZE * load.width();
        hart.setX(rd, load.signed() ? value << unused >> unused : value);
        return true;
    }

    private boolean store(int va, int width, int value) {
        for (int i = 0; i < width; i++) {
            if (!mmu.store(va + i, 1, value >>> Byte.SIZE * i)) {
                return false;
            }
        }
        return true;
    }
}

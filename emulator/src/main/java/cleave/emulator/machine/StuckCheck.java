package cleave.emulator.machine;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TrapLoop;
import cleave.emulator.memory.Bus;
import cleave.emulator.mmu.Access;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/** Recognises guests that can never make progress again, and says so in words. */
final class StuckCheck {
    private final Hart hart;
    private final Bus bus;

    StuckCheck(Hart hart) {
        this.hart = hart;
        this.bus = hart.mmu().bus();
    }

    /** A diagnosis when the hart spins at one place with interrupts off, or in a trap loop. */
    String running() {
        if (hart.trapLoop().isStuck()) {
            return trapLoop();
        }
        if (jumpsToItself() && !hart.interruptsEnabled()) {
            return String.format("the instruction at 0x%08x jumps to itself and no interrupt is "
                    + "enabled: nothing can end this loop", hart.pc);
        }
        return null;
    }

    /** Why nothing can wake the sleeping hart. */
    String waiting() {
        int enabled = hart.interrupts().enabled();
        return String.format("wfi before 0x%08x waits for an interrupt that cannot come: ", hart.pc)
                + (enabled == 0 ? "mie is 0, none is enabled"
                : String.format("no timer is set and no device is active (mie = 0x%x)", enabled));
    }

    private String trapLoop() {
        TrapLoop loop = hart.trapLoop();
        StringBuilder text = new StringBuilder(String.format(
                "the trap handler itself traps: %s at 0x%08x, again and again without a return",
                words(loop.cause()), loop.pc()));
        if (loop.firstPc() != loop.pc() || loop.firstCause() != loop.cause()) {
            text.append(String.format("; it began with %s at 0x%08x (tval 0x%08x)",
                    words(loop.firstCause()), loop.firstPc(), loop.firstTval()));
        }
        if (loop.firstCause() == Cause.ILLEGAL_INSTRUCTION.code() && loop.firstTval() == 0) {
            text.append(": the hart ran into memory that holds only zeroes");
        }
        return text.toString();
    }

    private static String words(int cause) {
        Cause known = Cause.of(cause);
        return known != null ? known.words() : "cause " + cause;
    }

    private boolean jumpsToItself() {
        long pa = hart.mmu().translateForDebugger(hart.pc, hart.mmu().rights(Access.FETCH));
        if (pa < 0) {
            return false;
        }
        long low = bus.peek(pa, 2);
        if (low < 0) {
            return false;
        }
        int word = (int) low;
        if (Operands.isCompressed(word)) {
            word = CompressedInstruction.expand(word);
        } else {
            long high = bus.peek(pa + 2, 2);
            if (high < 0) {
                return false;
            }
            word |= (int) high << 16;
        }
        Instruction instruction = Instruction.decode(word);
        if (instruction == null) {
            return false;
        }
        boolean jump = instruction.effect() instanceof Effect.Jump indirect && !indirect.indirect();
        boolean certain = jump || instruction == Instruction.BEQ
                && Operands.rs1(word) == Operands.rs2(word);
        return certain && instruction.format().immediate(word) == 0;
    }
}

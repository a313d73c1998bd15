package cleave.tests.equivalence;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.Engine;
import cleave.emulator.engine.ReferenceInterpreter;
import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/** An engine with one fault, to see whether it is found: one instruction gets a last bit wrong. */
final class Misguided implements Engine {
    private final Hart hart;
    private final ReferenceInterpreter reference;
    private final Instruction culprit;
    private Breakpoints breakpoints = Breakpoints.NONE;

    Misguided(Hart hart, Instruction culprit) {
        this.hart = hart;
        this.reference = new ReferenceInterpreter(hart);
        this.culprit = culprit;
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
    public void step() {
        int pc = hart.pc;
        reference.step();
        int entry = hart.mmu().fetchEntries()[pc >>> 12];
        // The map is looked into and not filled, so nothing else is wrong.
        if (entry >= 0 && (pc & 0xfff) <= 0xffc && hart.pc == pc + 4) {
            byte[] bytes = hart.mmu().bus().memory().bytes();
            int at = entry | pc & 0xfff;
            int word = 0;
            for (int i = 3; i >= 0; i--) {
                word = word << 8 | bytes[at + i] & 0xff;
            }
            if (Instruction.decode(word) == culprit) {
                hart.setX(Operands.rd(word), hart.x[Operands.rd(word)] ^ 1);
            }
        }
    }

    @Override
    public void setBreakpoints(Breakpoints places) {
        breakpoints = places;
    }

    @Override
    public String name() {
        return "misguided";
    }
}

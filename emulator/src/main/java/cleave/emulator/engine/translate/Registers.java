package cleave.emulator.engine.translate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which guest registers a region keeps in local variables: those that it touches most often. The
 * others stay in the hart's register file, one access to memory each. HotSpot has about a dozen
 * machine registers; what does not fit into them it moves to and fro wherever ways meet, in the
 * innermost loops as well, because every value lives until the exits.
 */
final class Registers {
    /** Machine registers that HotSpot has for them, beside the budget, the path and addresses. */
    private static final int MOST_LOCALS = 9;

    private final boolean[] touched = new boolean[32];
    private final boolean[] written = new boolean[32];
    private final long[] uses = new long[32];
    private final boolean[] local = new boolean[32];

    Registers(RegionPlan plan) {
        for (RegionPlan.Block block : plan.blocks()) {
            for (GuestInstruction instruction : block.instructions()) {
                if (!instruction.isForeign()) {
                    use(instruction.rs1(), block.weight());
                    use(instruction.rs2(), block.weight());
                    use(instruction.rd(), block.weight());
                    written[instruction.rd()] = true;
                }
            }
        }
        IntStream.range(1, 32).filter(register -> touched[register]).boxed()
                .sorted(Comparator.comparingLong(register -> -uses[register]))
                .limit(MOST_LOCALS).forEach(register -> local[register] = true);
    }

    private void use(int register, int weight) {
        touched[register] = true;
        uses[register] += 1 + weight;
    }

    /** Whether the register is in a local variable while the region runs. */
    boolean isLocal(int register) {
        return local[register];
    }

    /** Whether its local variable has to be stored at the end. */
    boolean isWritten(int register) {
        return local[register] && written[register];
    }
}

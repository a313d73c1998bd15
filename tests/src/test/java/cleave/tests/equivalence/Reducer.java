package cleave.tests.equivalence;

import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing program as small as it gets while it fails: runs of instructions become
 * {@code nop}, long runs first (so that every address stays), then operands become zero.
 */
final class Reducer {
    private final Predicate<RandomProgram> fails;
    private RandomProgram smallest;

    private Reducer(RandomProgram program, Predicate<RandomProgram> fails) {
        this.smallest = program;
        this.fails = fails;
    }

    /** A program that still fails; the same one if nothing can be left out. */
    static RandomProgram reduce(RandomProgram program, Predicate<RandomProgram> fails) {
        Reducer reducer = new Reducer(program, fails);
        int before;
        do {
            before = reducer.smallest.size();
            reducer.leaveOut();
        } while (reducer.smallest.size() < before);
        reducer.simplify();
        return reducer.smallest;
    }

    private void leaveOut() {
        int count = smallest.code().size();
        for (int run = Math.max(1, count / 2); run >= 1; run /= 2) {
            for (int from = 0; from < count; from += run) {
                take(smallest.without(from, Math.min(count, from + run)));
            }
        }
    }

    private void simplify() {
        for (int i = 0; i < smallest.code().size(); i++) {
            int word = smallest.code().get(i);
            Instruction instruction = Operands.isCompressed(word) ? null : Instruction.decode(word);
            if (instruction == null) {
                continue;
            }
            if (instruction.hasImmediate() && instruction.immediateFits(0)) {
                replace(i, instruction.withImmediate(word, 0));
            }
            for (int field : new int[] {instruction.hasRs2() ? 20 : -1,
                instruction.hasRs1() ? 15 : -1, instruction.hasRd() ? 7 : -1}) {
                if (field >= 0) {
                    replace(i, smallest.code().get(i) & ~(31 << field));
                }
            }
        }
    }

    private void replace(int index, int word) {
        if (Instruction.decode(word) != null) {
            List<Integer> other = new ArrayList<>(smallest.code());
            other.set(index, word);
            take(smallest.with(other));
        }
    }

    private void take(RandomProgram candidate) {
        if (!candidate.code().equals(smallest.code()) && fails.test(candidate)) {
            smallest = candidate;
        }
    }
}

package cleave.tests.equivalence;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Runs random programs on engines, and makes those small that do not end equally on all. */
final class Fuzzer {
    /** A program need not come to its end: many lose their way in a loop. */
    private static final long CYCLES_MAX = 400_000;

    /** What was found, with all that one needs to see it again. */
    record Finding(RandomProgram program, Difference difference) {
        @Override
        public String toString() {
            return difference.text() + "the program, " + program.size() + " instructions:\n"
                    + program.listing() + "again: tests/equivalence --programs 1 --seed "
                    + program.seed() + "\n";
        }
    }

    private final List<Contender> contenders;
    private long instructions;
    private long checks;
    private int lively;

    Fuzzer(List<Contender> contenders) {
        this.contenders = contenders;
    }

    long instructions() {
        return instructions;
    }

    long checks() {
        return checks;
    }

    /** How many programs did more than a few thousand instructions. */
    int lively() {
        return lively;
    }

    /** Tries the program of a seed; the program made small when engines differ. */
    Optional<Finding> run(long seed) {
        RandomProgram program = ProgramMaker.make(seed);
        Race race = race(program);
        Optional<Difference> difference = race.run(CYCLES_MAX);
        instructions += race.instructions();
        checks += race.checks();
        lively += race.instructions() > 5_000 ? 1 : 0;
        if (difference.isEmpty()) {
            return Optional.empty();
        }
        RandomProgram small = Reducer.reduce(program, this::fails);
        return Optional.of(new Finding(small, race(small).run(CYCLES_MAX).orElseThrow()));
    }

    private boolean fails(RandomProgram program) {
        return race(program).run(CYCLES_MAX).isPresent();
    }

    /** Stretches long enough for translated code, and some so short that they cut into it. */
    private Race race(RandomProgram program) {
        return new Race(program, contenders, number -> {
            Random random = new Random(program.seed() * 31 + number);
            return random.nextInt(4) == 0 ? 1 + random.nextInt(100) : 1 + random.nextInt(40_000);
        });
    }
}

package cleave.tests.equivalence;

import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Machines that differ in nothing but the engine, from checkpoint to checkpoint, where all must be
 * in the state of the first. RAM is compared as it is, by vector instructions: that misses nothing,
 * and needs no help from the stores, which are among what is tested.
 *
 * <p>The first difference is narrowed down by repeating the run, and not from a snapshot: what an
 * engine has decoded and translated is in no snapshot, and may be the very fault. Everything is
 * decided by guest cycles, so a repeated run with the same checkpoints is the same run.
 */
final class Race {
    private final Subject subject;
    private final List<Contender> contenders;
    private final Checkpoints checkpoints;
    private long checks;
    private long instructions;
    private StopReason ending;

    /** Where machines are compared: how many cycles the {@code number}-th stretch has. */
    @FunctionalInterface
    interface Checkpoints {
        long cycles(int number);
    }

    /** @param contenders the first is the one that the others are compared with */
    Race(Subject subject, List<Contender> contenders, Checkpoints checkpoints) {
        this.subject = subject;
        this.contenders = contenders;
        this.checkpoints = checkpoints;
    }

    /** How often all machines were compared. */
    long checks() {
        return checks;
    }

    /** Instructions that each machine has retired. */
    long instructions() {
        return instructions;
    }

    /** Why the guest stopped, or that the cycles were over. */
    StopReason ending() {
        return ending;
    }

    /** The first contender that differs, unless all agree until the guest ends or time is over. */
    Optional<Difference> run(long cycles) {
        List<Machine> machines = contenders.stream()
                .map(one -> subject.machine(one.maker())).toList();
        Machine first = machines.get(0);
        for (int number = 0; first.hart().cycle < cycles; number++) {
            long stretch = Math.min(checkpoints.cycles(number), cycles - first.hart().cycle);
            StopReason expected = first.run(stretch);
            for (int i = 1; i < machines.size(); i++) {
                StopReason actual = machines.get(i).run(stretch);
                if (!same(first, machines.get(i)) || !expected.equals(actual)) {
                    return Optional.of(narrow(contenders.get(i), number, stretch));
                }
            }
            checks++;
            instructions = first.hart().retired;
            ending = expected;
            if (!(expected instanceof StopReason.CycleLimit)) {
                break;
            }
        }
        return Optional.empty();
    }

    static boolean same(Machine a, Machine b) {
        return StateHash.of(a) == StateHash.of(b)
                && Arrays.equals(a.memory().bytes(), b.memory().bytes());
    }

    /** Two machines behind so many whole stretches and some cycles of the next. */
    private record Pair(Machine expected, Machine actual, boolean same) {
    }

    private Pair repeat(Contender tested, int stretches, long more) {
        Machine expected = subject.machine(contenders.get(0).maker());
        Machine actual = subject.machine(tested.maker());
        for (int number = 0; number < stretches; number++) {
            expected.run(checkpoints.cycles(number));
            actual.run(checkpoints.cycles(number));
        }
        StopReason one = expected.run(more);
        StopReason other = actual.run(more);
        return new Pair(expected, actual, same(expected, actual) && one.equals(other));
    }

    private Difference narrow(Contender tested, int stretches, long stretch) {
        long same = 0;
        long differs = stretch;
        while (differs - same > 1) {
            long middle = same + (differs - same) / 2;
            if (repeat(tested, stretches, middle).same) {
                same = middle;
            } else {
                differs = middle;
            }
        }
        Pair before = repeat(tested, stretches, Math.max(0, differs - Difference.SHOWN));
        Pair after = repeat(tested, stretches, differs);
        return Difference.of(subject.name(), contenders.get(0).name(), tested.name(),
                before.expected, after.expected, after.actual);
    }
}

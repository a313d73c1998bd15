package cleave.tests.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The part of the differential test that is run every time. {@code -Dcleave.seed=N} and
 * {@code -Dcleave.programs=N} choose other programs; {@code tests/differential} is the long run.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("cleave.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("cleave.programs", 150);

    @TempDir
    Path folder;

    @Test
    void randomProgramsEndAsOnQemu() throws Exception {
        Peer.need("qemu-system-riscv32", "qemu-system-misc");
        System.out.println("random programs on QEMU and here, seeds " + SEED + " to "
                + (SEED + PROGRAMS - 1));
        Differential differential = new Differential(folder);
        List<Differential.Failure> failures =
                differential.run(Differential.programs(SEED, PROGRAMS), false);
        Differential.Statistics statistics = differential.statistics();
        System.out.println(statistics);
        assertTrue(failures.isEmpty(), failures.isEmpty() ? ""
                : failures.size() + " differ, the first:\n"
                        + differential.explain(failures.get(0)));
        assertEquals(PROGRAMS, statistics.programs);
        assertTrue(statistics.traps > PROGRAMS, "there were hardly any traps");
    }

    @Test
    void sameSeedMakesTheSameProgram() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(Listing.of(ProgramGenerator.make(0, seed)),
                    Listing.of(ProgramGenerator.make(0, seed)));
        }
    }

    @Test
    void shrinkingFindsTheOneChunkThatMatters() throws Exception {
        GuestProgram program = ProgramGenerator.make(0, 7);
        Chunk culprit = program.chunks().get(program.chunks().size() / 3);
        GuestProgram small = new Shrinker(candidates -> {
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.get(i).chunks().contains(culprit)) {
                    return i;
                }
            }
            return -1;
        }).shrink(program);
        assertEquals(List.of(culprit, program.chunks().get(program.chunks().size() - 1)),
                small.chunks());
    }
}

package cleave.tests.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The part of the compiler's differential test that is run every time. {@code -Dcleave.seed=N} and
 * {@code -Dcleave.programs=N} choose other programs; {@code tests/compiler-differential} is the
 * long run.
 */
class CompilerDifferentialTest {
    private static final long SEED = Long.getLong("cleave.seed", 26);
    private static final long DIVIDES_IN_INITIALISER = 501_432;
    private static final int PROGRAMS = Integer.getInteger("cleave.programs", 50);

    @TempDir
    Path folder;

    private void run(boolean qemu, int programs) throws Exception {
        System.out.println("random Java, seeds " + SEED + " to " + (SEED + programs - 1));
        CompilerDifferential differential =
                new CompilerDifferential(folder, EnumSet.allOf(Variant.class), qemu);
        List<CompilerDifferential.Failure> failures = new ArrayList<>();
        for (int done = 0; done < programs; done += CompilerDifferential.BATCH) {
            failures.addAll(differential.run(CompilerDifferential.programs(SEED + done,
                    Math.min(CompilerDifferential.BATCH, programs - done))));
        }
        assertTrue(failures.isEmpty(), () -> failures.size() + " differ, the first:\n"
                + explain(differential, failures.get(0)));
        System.out.println(differential.statistics());
        assertEquals(programs, differential.programs());
        assertTrue(differential.panics() > 0 && differential.panics() < programs / 2,
                differential.statistics());
    }

    private static String explain(CompilerDifferential differential,
            CompilerDifferential.Failure failure) {
        try {
            return differential.explain(failure);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void randomProgramsDoCompiledWhatTheyDoOnTheJvm() throws Exception {
        run(false, PROGRAMS);
    }

    @Test
    void compiledProgramsDoOnQemuWhatTheyDoOnTheJvm() throws Exception {
        Peer.need("qemu-system-riscv32", "qemu-system-misc");
        run(true, PROGRAMS / 2);
    }

    /** The program of this seed has an array of which an element is divided by zero. */
    @Test
    void aProgramWhoseInitialiserFailsIsRefusedAndAgrees() throws Exception {
        List<SubsetProgram> programs = CompilerDifferential.programs(DIVIDES_IN_INITIALISER, 1);
        assertTrue(JvmRun.run(programs).get(0).isRefused());
        assertEquals(List.of(), new CompilerDifferential(folder, EnumSet.allOf(Variant.class),
                false).run(programs));
    }

    @Test
    void sameSeedMakesTheSameProgram() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(SubsetGenerator.make(seed, "P").source(),
                    SubsetGenerator.make(seed, "P").source());
        }
    }

    @Test
    void shrinkingFindsTheOneStatementThatMatters() {
        SubsetProgram program = SubsetGenerator.make(11, "P");
        String culprit = program.source().lines().map(String::strip)
                .filter(line -> line.startsWith("NODES[") || line.startsWith("ARRAY")
                        || line.startsWith("local"))
                .reduce((first, second) -> second).orElseThrow();
        SubsetProgram small = CompilerDifferential.shrink(program,
                candidate -> candidate.source().contains(culprit));
        assertTrue(small.root().removablePieces() < 8, small.source());
        assertTrue(small.source().contains(culprit), small.source());
    }
}

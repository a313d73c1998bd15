package cleave.toolchain.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RandomPassTest {
    private static final int PROGRAMS = Integer.getInteger("cleave.programs", 300);
    private static final long[] CORNERS = {0, 1, -1, 31, 32, 63, 0x7fff_ffffL, 0x8000_0000L,
        0xffff_ffffL, Long.MIN_VALUE, Long.MAX_VALUE, 0x1_0000_0000L};

    private static void sameBeforeAndAfter(Consumer<Program> pass) {
        long first = Long.getLong("cleave.seed", 1);
        System.out.println("random functions from seed " + first);
        for (long seed = first; seed < first + PROGRAMS; seed++) {
            Program program = new RandomFunctions(seed).program(3);
            program.functions().forEach(Verifier::verify);
            Random random = new Random(seed);
            List<long[]> arguments = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                arguments.add(new long[] {argument(random), argument(random), argument(random)});
            }
            List<String> before = outcomes(program, arguments);
            long at = seed;
            String text = program.functions().toString();
            pass.accept(program);
            program.functions().forEach(Verifier::verify);
            assertEquals(before, outcomes(program, arguments),
                    () -> "other results of seed " + at + "\n" + text
                            + "became\n" + program.functions());
        }
    }

    private static long argument(Random random) {
        return random.nextBoolean() ? CORNERS[random.nextInt(CORNERS.length)]
                : random.nextLong() >> random.nextInt(64);
    }

    private static List<String> outcomes(Program program, List<long[]> arguments) {
        List<String> outcomes = new ArrayList<>();
        // The last function calls the others, and is never left out.
        Function last = program.function(new Symbol("F.f2"));
        for (long[] each : arguments) {
            outcomes.add(Runs.outcome(program, last.symbol(), each[0], each[1], (int) each[2]));
        }
        return outcomes;
    }

    @Test
    void loweringLongsKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> {
            PassPipeline.lower(program);
            for (Function function : program.functions()) {
                function.blocks().forEach(block -> block.values().forEach(value ->
                        assertTrue(value.type() != Type.I64 && value.op() != Op.BRANCH_LONG,
                                function::toString)));
            }
        });
    }

    @Test
    void allPassesKeepResultsAndMemory() {
        sameBeforeAndAfter(program -> PassPipeline.optimise(program, Verifier::verify));
    }

    @Test
    void simplifyingKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> program.functions().forEach(function -> {
            Simplifier.run(function, Constants.NONE);
            DeadCode.run(function);
        }));
    }

    @Test
    void numberingValuesKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> program.functions().forEach(function ->
                ValueNumbering.run(function, new Effects(program))));
    }

    @Test
    void simplifyingTheGraphKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> program.functions().forEach(ControlFlow::run));
    }

    @Test
    void inliningKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> Inliner.run(program, Verifier::verify));
    }

    @Test
    void turningLoopsKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> program.functions().forEach(LoopRotation::run));
    }

    @Test
    void movingOutOfLoopsKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> program.functions().forEach(function ->
                LoopMotion.run(function, new Effects(program))));
    }

    @Test
    void steppingVariablesKeepsResultsAndMemory() {
        sameBeforeAndAfter(program -> {
            PassPipeline.lower(program);
            program.functions().forEach(function -> {
                LoopRotation.run(function);
                InductionVariables.run(function);
                DeadCode.run(function);
                LoopTests.run(function);
            });
        });
    }
}

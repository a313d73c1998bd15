package cleave.toolchain.compiler.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.eval.EvaluationException;
import cleave.toolchain.compiler.ir.eval.Evaluator;
import cleave.toolchain.compiler.ir.eval.Heap;
import cleave.toolchain.compiler.ir.eval.Routines;
import cleave.toolchain.compiler.ir.eval.Word;
import cleave.toolchain.compiler.pass.PassPipeline;
import cleave.toolchain.compiler.pass.RandomFunctions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random functions do the same by the evaluator and, on QEMU, as code of both back ends. */
class RandomCodeTest {
    private static final int PROGRAMS = Integer.getInteger("cleave.programs", 40);
    private static final int CALLS = 12;
    private static final int WORDS = 32;
    private static final long STEPS_MAX = 1_000_000;
    private static final int[] CORNERS = {0, 1, -1, 31, 32, 0x7fff_ffff, 0x8000_0000};

    @TempDir
    private Path folder;

    /** Long division is a routine of the library, not of a back end. */
    private static void divideNoLongs(Program program) {
        program.functions().forEach(function -> function.blocks().forEach(block ->
                block.values().forEach(value -> {
                    switch (value.op()) {
                        case DIV_LONG, DIVU_LONG, REM_LONG, REMU_LONG ->
                                value.become(Op.MUL_LONG, null);
                        default -> { }
                    }
                })));
    }

    private static String evaluate(Program program, Symbol symbol, int[] arguments) {
        Heap heap = new Heap(program::data);
        Evaluator evaluator = new Evaluator(heap, program::function, Routines.NONE, STEPS_MAX);
        int low;
        int high = -1;
        try {
            Word[] results = evaluator.call(symbol,
                    Arrays.stream(arguments).mapToObj(Word::of).toArray(Word[]::new));
            low = (int) results[0].bits();
            high = (int) results[1].bits();
        } catch (EvaluationException panic) {
            if (panic.getMessage().contains("steps")) {
                return null;
            }
            low = panic.position().line();
        }
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = (int) heap.load(heap.address(RandomFunctions.TABLE.plus(4 * i)), 0, 4,
                    true, null).bits();
        }
        return String.format("%08x", GuestRun.digest(low, high, words));
    }

    private void compare(boolean optimise) throws Exception {
        long first = Long.getLong("cleave.seed", 1);
        System.out.println("random code from seed " + first);
        for (long seed = first; seed < first + PROGRAMS; seed++) {
            Program program = new RandomFunctions(seed).program(4);
            divideNoLongs(program);
            if (optimise) {
                PassPipeline.optimise(program);
            } else {
                PassPipeline.lower(program);
            }
            Random random = new Random(seed);
            GuestRun run = new GuestRun(program).watching(RandomFunctions.TABLE, WORDS);
            List<String> expected = new ArrayList<>();
            Symbol last = new Symbol("F.f3");
            for (int i = 0; i < CALLS; i++) {
                int[] arguments = random.ints(5).map(bits -> random.nextBoolean()
                        ? bits >> random.nextInt(32) : CORNERS[random.nextInt(CORNERS.length)])
                        .toArray();
                String outcome = evaluate(program, last, arguments);
                if (outcome != null) {
                    expected.add(outcome);
                    run.call(last.name(), arguments);
                }
            }
            long at = seed;
            for (BackEnd backEnd : BackEndTest.backEnds()) {
                assertEquals(expected, run.run(backEnd, folder), () -> backEnd.getClass()
                        + ", seed " + at + "\n" + program.functions());
            }
        }
    }

    @Test
    void loweredFunctionsDoTheSame() throws Exception {
        compare(false);
    }

    @Test
    void optimisedFunctionsDoTheSame() throws Exception {
        compare(true);
    }
}

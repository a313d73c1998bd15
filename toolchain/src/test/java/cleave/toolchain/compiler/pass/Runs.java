package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.eval.EvaluationException;
import cleave.toolchain.compiler.ir.eval.Evaluator;
import cleave.toolchain.compiler.ir.eval.Heap;
import cleave.toolchain.compiler.ir.eval.Routines;
import cleave.toolchain.compiler.ir.eval.Word;
import java.util.Arrays;

/** Runs random functions and tells all that can be seen of it: results and memory. */
final class Runs {
    private static final long LIMIT = 3_000_000;

    private Runs() {
    }

    static String outcome(Program program, Symbol symbol, long a, long b, int c) {
        Heap heap = new Heap(program::data);
        Evaluator evaluator = new Evaluator(heap, program::function, Routines.NONE, LIMIT);
        boolean lowered = !program.function(symbol).parameters().contains(Type.I64);
        Word[] arguments = lowered
                ? words((int) a, (int) (a >> 32), (int) b, (int) (b >> 32), c) : words(a, b, c);
        String result;
        try {
            Word[] results = evaluator.call(symbol, arguments);
            result = Long.toHexString(lowered ? results[1].bits() << 32
                    | results[0].bits() & 0xffff_ffffL : results[0].bits());
        } catch (EvaluationException e) {
            result = e.getMessage() + " at " + e.position().line();
        }
        long[] table = new long[16];
        for (int i = 0; i < table.length; i++) {
            table[i] = heap.load(heap.address(RandomFunctions.TABLE.plus(8 * i)), 0, 8, true, null)
                    .bits();
        }
        return result + " " + Arrays.toString(table);
    }

    private static Word[] words(long... bits) {
        return Arrays.stream(bits).mapToObj(Word::of).toArray(Word[]::new);
    }
}

package cleave.toolchain.compiler;

import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.eval.Evaluator;
import cleave.toolchain.compiler.ir.eval.Heap;
import cleave.toolchain.compiler.ir.eval.Word;

/** Runs a function of a front end's program by the evaluator. */
public final class Evaluation {
    private static final long STEPS = 10_000_000;

    private Evaluation() {
    }

    /** The result; 0 for a void function. */
    public static long run(Program program, String name, Object... arguments) {
        Evaluator evaluator = new Evaluator(new Heap(program::data), program::function,
                (symbol, words, heap, position) -> symbol.name().equals("__test_new")
                        ? new Word[] {heap.newStruct("LX;", words[0].asInt(), 8, position)
                                .reference()} : null, STEPS);
        Word[] words = new Word[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i] instanceof Long number ? Word.of(number)
                    : Word.of((Integer) arguments[i]);
        }
        Function function = Snippet.function(program, name);
        Word[] results = evaluator.call(new Symbol(name), words);
        if (results.length == 2) {
            return (long) results[1].asInt() << 32 | Integer.toUnsignedLong(results[0].asInt());
        }
        return results.length == 0 ? 0 : function.result() == Type.I64 ? results[0].bits()
                : results[0].asInt();
    }
}

package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Symbol;

/**
 * What the evaluator does for calls of symbols that have no representation: allocation,
 * above all.
 */
@FunctionalInterface
public interface Routines {
    Routines NONE = (symbol, arguments, heap, position) -> null;

    /** The results (none, one, or low and high word); null for a symbol that is not known. */
    Word[] call(Symbol symbol, Word[] arguments, Heap heap, Position position);
}

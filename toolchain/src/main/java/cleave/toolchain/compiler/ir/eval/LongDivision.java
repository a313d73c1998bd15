package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Symbol;
import java.util.Map;

/** The routines that lowered code calls to divide longs, for programs that do not have them. */
final class LongDivision {
    private static final Map<String, Op> OPERATIONS = Map.of(
            "__divdi3", Op.DIV_LONG, "__udivdi3", Op.DIVU_LONG,
            "__moddi3", Op.REM_LONG, "__umoddi3", Op.REMU_LONG);

    private LongDivision() {
    }

    /** Low and high word; null for another symbol. */
    static Word[] call(Symbol symbol, Word[] words) {
        Op op = OPERATIONS.get(symbol.name());
        if (op == null || words.length != 4) {
            return null;
        }
        long dividend = pair(words[0], words[1]);
        long result = Arithmetic.apply(op, null, dividend, pair(words[2], words[3]));
        return new Word[] {Word.of((int) result), Word.of((int) (result >> 32))};
    }

    private static long pair(Word low, Word high) {
        return high.bits() << 32 | low.bits() & 0xffff_ffffL;
    }
}

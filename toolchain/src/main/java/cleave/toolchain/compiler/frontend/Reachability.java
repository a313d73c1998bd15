package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves only what the roots can reach: what initialisers alone needed is not in the program. */
final class Reachability {
    private final Program program;
    private final Set<Symbol> reached = new HashSet<>();
    private final Deque<Symbol> work = new ArrayDeque<>();

    Reachability(Program program) {
        this.program = program;
    }

    /** The library's name of the method that an operation over longs becomes; or null. */
    static Symbol division(Op op) {
        return switch (op) {
            case DIV_LONG -> new Symbol("__divdi3");
            case REM_LONG -> new Symbol("__moddi3");
            case DIVU_LONG -> new Symbol("__udivdi3");
            case REMU_LONG -> new Symbol("__umoddi3");
            default -> null;
        };
    }

    void prune(Iterable<Symbol> roots) {
        roots.forEach(this::reach);
        while (!work.isEmpty()) {
            Symbol symbol = work.remove();
            Function function = program.function(symbol);
            DataObject object = program.data(symbol);
            if (function != null) {
                function.blocks().forEach(block -> block.values().forEach(value -> {
                    if (value.aux() instanceof Symbol callee) {
                        reach(callee);
                    } else if (value.aux() instanceof SymbolAddress address) {
                        reach(address.symbol());
                    }
                    reach(division(value.op()));
                }));
            } else if (object != null) {
                object.pointers().values().forEach(pointer -> reach(pointer.symbol()));
            }
        }
        List.copyOf(program.functions()).stream()
                .filter(function -> !reached.contains(function.symbol())).forEach(program::remove);
        List.copyOf(program.data()).stream()
                .filter(object -> !reached.contains(object.symbol())).forEach(program::remove);
    }

    private void reach(Symbol symbol) {
        if (symbol != null && reached.add(symbol)) {
            work.add(symbol);
        }
    }
}

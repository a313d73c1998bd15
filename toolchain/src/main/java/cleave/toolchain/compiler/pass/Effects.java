package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What memory each function may change, with all that it calls. */
final class Effects {
    /** Knows no function: every call may change everything. */
    static final Effects NONE = new Effects(new Program());

    /** The aliases a piece of code stores to; {@code everything} when it cannot be told. */
    static final class Writes {
        private final Set<Alias> aliases = new HashSet<>();
        private boolean everything;

        Set<Alias> aliases() {
            return aliases;
        }

        boolean everything() {
            return everything;
        }

        /** What the operation changes by itself: all that can be, when it is a barrier. */
        void add(Value value) {
            if (value.op().kind() == Op.Kind.WRITE) {
                aliases.add(value.access().alias());
            } else if (value.op().kind() == Op.Kind.BARRIER) {
                everything = true;
            }
        }

        boolean add(Writes other) {
            boolean more = aliases.addAll(other.aliases) | other.everything && !everything;
            everything |= other.everything;
            return more;
        }
    }

    private final Map<Symbol, Writes> functions = new HashMap<>();

    Effects(Program program) {
        Map<Symbol, Set<Symbol>> callers = new HashMap<>();
        Deque<Symbol> open = new ArrayDeque<>();
        for (Function function : program.functions()) {
            Writes own = new Writes();
            for (Block block : function.blocks()) {
                for (Value value : block.values()) {
                    if (value.op() == Op.CALL && program.function((Symbol) value.aux()) != null) {
                        callers.computeIfAbsent((Symbol) value.aux(),
                                callee -> new LinkedHashSet<>()).add(function.symbol());
                    } else {
                        own.add(value);
                    }
                }
            }
            functions.put(function.symbol(), own);
            // Callees, which are discovered later, come first.
            open.addFirst(function.symbol());
        }
        while (!open.isEmpty()) {
            Symbol callee = open.remove();
            for (Symbol caller : callers.getOrDefault(callee, Set.of())) {
                if (functions.get(caller).add(functions.get(callee))) {
                    open.add(caller);
                }
            }
        }
    }

    Writes of(Block block) {
        Writes writes = new Writes();
        for (Value value : block.values()) {
            Writes called = value.op().kind() == Op.Kind.BARRIER ? of(value) : null;
            if (called == null) {
                writes.add(value);
            } else {
                writes.add(called);
            }
        }
        return writes;
    }

    /** What a barrier changes; null for everything. */
    Writes of(Value barrier) {
        Writes called = barrier.op() == Op.CALL ? functions.get((Symbol) barrier.aux()) : null;
        return called == null || called.everything ? null : called;
    }
}

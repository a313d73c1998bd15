package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
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

        boolean add(Writes other) {
            boolean more = aliases.addAll(other.aliases) | other.everything && !everything;
            everything |= other.everything;
            return more;
        }
    }

    private final Map<Symbol, Writes> functions = new HashMap<>();

    Effects(Program program) {
        program.functions().forEach(function -> functions.put(function.symbol(), new Writes()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Function function : program.functions()) {
                Writes writes = functions.get(function.symbol());
                for (Block block : function.blocks()) {
                    changed |= writes.add(of(block));
                }
            }
        }
    }

    Writes of(Block block) {
        Writes writes = new Writes();
        for (Value value : block.values()) {
            if (value.op().kind() == Op.Kind.WRITE) {
                writes.aliases.add(value.access().alias());
            } else if (value.op().kind() == Op.Kind.BARRIER) {
                Writes called = of(value);
                if (called == null) {
                    writes.everything = true;
                } else {
                    writes.add(called);
                }
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

package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import java.util.HashMap;
import java.util.Map;

/**
 * Which stores have been passed, as numbers: what was loaded from an alias is still there as long
 * as the stamp of the alias is the same.
 */
final class MemoryState {
    private final Map<Alias, Integer> stored;
    private int any;
    private int all;

    MemoryState() {
        this.stored = new HashMap<>();
    }

    MemoryState(MemoryState other) {
        this.stored = new HashMap<>(other.stored);
        this.any = other.any;
        this.all = other.all;
    }

    /** Numbers rise over all of a function, so that no two changes have the same. */
    void store(Alias alias, int number) {
        all = number;
        if (alias.equals(Alias.ANY)) {
            any = number;
        } else {
            stored.put(alias, number);
        }
    }

    void storeEverything(int number) {
        any = number;
        all = number;
    }

    int stamp(Alias alias) {
        if (alias.constant()) {
            return 0;
        }
        return alias.equals(Alias.ANY) ? all : Math.max(any, stored.getOrDefault(alias, 0));
    }
}

package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function, or one inlined copy of a method in it: the code that belongs to it, the copies
 * inlined into it, and its variables with their places.
 */
final class Scope {
    /** The call that this copy replaces; null for the function itself. */
    final Position call;
    /** {@code Class.method}. */
    final String method;
    final List<Ranges.Range> ranges = new ArrayList<>();
    final Map<LocalVariable, List<FunctionCode.Variable>> variables = new LinkedHashMap<>();
    private final Map<Key, Scope> inlined = new LinkedHashMap<>();

    private record Key(String method, Position call) {
    }

    private Scope(String method, Position call) {
        this.method = method;
        this.call = call;
    }

    /** The scopes of a function, from the positions of its lines and variables. */
    static Scope of(FunctionCode code) {
        Scope root = new Scope(code.function().method(), null);
        List<FunctionCode.Line> lines = code.lines();
        for (int i = 0; i < lines.size(); i++) {
            Label end = i + 1 < lines.size() ? lines.get(i + 1).at() : code.end();
            root.addCode(lines.get(i).position(), new Ranges.Range(lines.get(i).at(), end));
        }
        for (FunctionCode.Variable variable : code.variables()) {
            root.at(variable.variable().scope()).variables
                    .computeIfAbsent(variable.variable(), unused -> new ArrayList<>())
                    .add(variable);
        }
        return root;
    }

    /** Code of an inlined copy is code of all copies around it, too. */
    private void addCode(Position position, Ranges.Range range) {
        for (Position p = position; p != null; p = p.inlinedAt()) {
            at(p).addRange(range);
        }
    }

    private void addRange(Ranges.Range range) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).to() == range.from()) {
            ranges.set(last, new Ranges.Range(ranges.get(last).from(), range.to()));
        } else {
            ranges.add(range);
        }
    }

    /** The scope of code at that position. */
    private Scope at(Position position) {
        if (position == null || position.inlinedAt() == null) {
            return this;
        }
        return at(position.inlinedAt()).inlined.computeIfAbsent(
                new Key(position.method(), position.inlinedAt()),
                key -> new Scope(key.method, key.call));
    }

    Iterable<Scope> inlined() {
        return inlined.values();
    }
}

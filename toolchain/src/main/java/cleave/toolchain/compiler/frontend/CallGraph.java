package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who calls whom. A call by function pointer may reach every function whose address is a value of
 * the pointer's interface and whose parameters and result are the same words.
 */
public final class CallGraph {
    private final Map<Symbol, Set<Symbol>> callees = new LinkedHashMap<>();
    private final Set<Symbol> pointees = new LinkedHashSet<>();
    private final Program program;

    public CallGraph(Program program) {
        this.program = program;
        collectPointees();
        for (Function function : program.functions()) {
            Set<Symbol> called = new LinkedHashSet<>();
            function.blocks().forEach(block -> block.values().forEach(value ->
                    addCallees(value, called)));
            callees.put(function.symbol(), called);
        }
    }

    private void collectPointees() {
        for (Function function : program.functions()) {
            function.blocks().forEach(block -> block.values().forEach(value -> {
                if (value.aux() instanceof SymbolAddress address) {
                    addPointee(address.symbol());
                }
            }));
        }
        for (DataObject object : program.data()) {
            object.pointers().values().forEach(pointer -> addPointee(pointer.symbol()));
        }
    }

    private void addPointee(Symbol symbol) {
        if (program.function(symbol) != null) {
            pointees.add(symbol);
        }
    }

    private void addCallees(Value value, Set<Symbol> called) {
        if (value.op() == Op.CALL) {
            called.add((Symbol) value.aux());
        } else if (value.op() == Op.CALL_POINTER) {
            pointees.stream().filter(pointee -> isOf(value, pointee)
                    && matches(value, program.function(pointee)))
                    .forEach(called::add);
        } else if (Reachability.division(value.op()) != null) {
            called.add(Reachability.division(value.op()));
        }
    }

    private boolean isOf(Value call, Symbol function) {
        Set<String> types = program.pointerTypes(function);
        return types.isEmpty() || call.aux() == null || types.contains(call.aux());
    }

    private static boolean matches(Value call, Function function) {
        List<Type> types = call.operands().subList(1, call.operands().size()).stream()
                .map(Value::type).toList();
        return types.equals(function.parameters())
                && (call.type() == Type.VOID) == (function.result() == Type.VOID);
    }

    /** What a function calls, in the order of its code; symbols of assembly routines included. */
    public Set<Symbol> callees(Symbol function) {
        return callees.getOrDefault(function, Set.of());
    }

    /** The functions whose address is taken. */
    public Set<Symbol> pointees() {
        return pointees;
    }

    /**
     * Circles of calls, each once, from the function that was found first: {@code f, g, f}. A
     * circle that leads through one of {@code allowed} is none.
     */
    List<List<Symbol>> circles(Set<Symbol> allowed) {
        List<List<Symbol>> circles = new ArrayList<>();
        Set<Symbol> done = new LinkedHashSet<>(allowed);
        for (Symbol function : callees.keySet()) {
            search(function, new ArrayList<>(), done, circles);
        }
        return circles;
    }

    private void search(Symbol at, List<Symbol> path, Set<Symbol> done,
            List<List<Symbol>> circles) {
        int start = path.indexOf(at);
        if (start >= 0) {
            List<Symbol> circle = new ArrayList<>(path.subList(start, path.size()));
            circle.add(at);
            circles.add(circle);
        } else if (!done.contains(at)) {
            path.add(at);
            callees(at).forEach(callee -> search(callee, path, done, circles));
            path.remove(path.size() - 1);
            done.add(at);
        }
    }
}

package cleave.toolchain.compiler;

import cleave.toolchain.compiler.frontend.CallGraph;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much stack a function may need, with all that it calls: the sum of the frames on the worst
 * way. A function that calls itself, directly or through others, counts with its {@code
 * @Recursive(max)}, and each time with the frames of all functions of its circle. Assembly routines
 * count what their declaration says; those that say nothing are named.
 */
final class StackDepth {
    private final Program program;
    private final CallGraph calls;
    private final Map<Symbol, Integer> frames;
    private final Map<Symbol, Long> depths = new HashMap<>();
    private final Map<Symbol, Symbol> deepest = new HashMap<>();

    StackDepth(Program program, Map<Symbol, Integer> frames) {
        this.program = program;
        this.calls = new CallGraph(program);
        this.frames = frames;
    }

    /** Bytes. */
    long of(Symbol function) {
        Long known = depths.get(function);
        if (known != null) {
            return known;
        }
        Set<Symbol> circle = circle(function);
        long depth = frame(function);
        int times = 1;
        for (Symbol member : circle) {
            depth += member.equals(function) ? 0 : frame(member);
            Function body = program.function(member);
            times = Math.max(times, body == null ? 1 : body.attributes().recursion());
        }
        long below = 0;
        for (Symbol member : circle) {
            for (Symbol callee : calls.callees(member)) {
                if (!circle.contains(callee) && of(callee) > below) {
                    below = of(callee);
                    deepest.put(function, callee);
                }
            }
        }
        depths.put(function, depth * times + below);
        return depth * times + below;
    }

    /** The function, and those that call it and are called by it. */
    private Set<Symbol> circle(Symbol function) {
        Set<Symbol> circle = new TreeSet<>((a, b) -> a.name().compareTo(b.name()));
        circle.add(function);
        Set<Symbol> below = reached(function);
        if (below.contains(function)) {
            below.stream().filter(other -> reached(other).contains(function))
                    .forEach(circle::add);
        }
        return circle;
    }

    private Set<Symbol> reached(Symbol from) {
        Set<Symbol> reached = new HashSet<>();
        List<Symbol> work = new ArrayList<>(calls.callees(from));
        while (!work.isEmpty()) {
            Symbol at = work.remove(work.size() - 1);
            if (reached.add(at)) {
                work.addAll(calls.callees(at));
            }
        }
        return reached;
    }

    private int frame(Symbol function) {
        return frames.getOrDefault(function, 0);
    }

    /** The worst way: {@code main 16, Console.print 32, Console.put 16}. */
    String way(Symbol function) {
        of(function);
        StringBuilder text = new StringBuilder();
        for (Symbol at = function; at != null; at = deepest.get(at)) {
            text.append(text.length() == 0 ? "" : ", ").append(at.name()).append(' ')
                    .append(frame(at));
        }
        return text.toString();
    }

    /** What is called and of which nothing is known, in alphabetical order. */
    Set<String> routines() {
        Set<String> routines = new TreeSet<>();
        for (Function function : program.functions()) {
            for (Symbol callee : calls.callees(function.symbol())) {
                if (program.function(callee) == null && !frames.containsKey(callee)) {
                    routines.add(callee.name());
                }
            }
        }
        return routines;
    }
}

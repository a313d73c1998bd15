package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.FunctionAttributes.Inlining;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Register;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Replaces calls by bodies, callees before callers: what is asked for, what is as small as the
 * call, and what has only one caller. A function whose calls are all replaced is left out.
 */
final class Inliner {
    /** A call costs about that many instructions: moves, jumps, and saving registers. */
    private static final int SMALL = 10;
    private static final int SMALL_WITH_CONSTANT = 24;
    private static final int SMALL_IN_LOOP = 20;
    private static final int ONLY_ONCE = 300;
    private static final int GREATEST_CALLER = 3000;

    private final Program program;
    private final Consumer<Function> clean;
    private final Map<Symbol, Integer> calls = new HashMap<>();
    private final Set<Symbol> addressTaken = new HashSet<>();
    private final Map<Symbol, Integer> sizes = new HashMap<>();
    private final Set<Symbol> inlined = new HashSet<>();
    private final Set<Symbol> onPath = new HashSet<>();

    private Inliner(Program program, Consumer<Function> clean) {
        this.program = program;
        this.clean = clean;
    }

    /** @param clean simplifies a function that was changed */
    static void run(Program program, Consumer<Function> clean) {
        Inliner inliner = new Inliner(program, clean);
        inliner.count();
        inliner.order().forEach(inliner::inlineInto);
        inliner.removeUncalled();
    }

    private void count() {
        for (DataObject object : program.data()) {
            object.pointers().values().forEach(to -> addressTaken.add(to.symbol()));
        }
        if (program.panicHandler() != null) {
            addressTaken.add(program.panicHandler());
        }
        for (Function function : program.functions()) {
            sizes.put(function.symbol(), size(function));
            for (Block block : function.blocks()) {
                for (Value value : block.values()) {
                    if (value.op() == Op.CALL) {
                        calls.merge((Symbol) value.aux(), 1, Integer::sum);
                    } else if (value.op() == Op.SYMBOL) {
                        addressTaken.add(((SymbolAddress) value.aux()).symbol());
                    } else if (LongLowering.routine(value.op()) != null) {
                        // Called as soon as longs are lowered.
                        addressTaken.add(LongLowering.routine(value.op()));
                    }
                }
            }
        }
    }

    private static int size(Function function) {
        int size = 0;
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                size += switch (value.op().kind()) {
                    case LEAF, MARK -> 0;
                    case TERMINATOR -> value.op() == Op.JUMP || value.op() == Op.RETURN ? 0 : 1;
                    case BARRIER -> 1 + value.operands().size();
                    default -> 1;
                };
            }
        }
        return size;
    }

    /** Callees before their callers, except in cycles. */
    private List<Function> order() {
        Set<Function> done = new LinkedHashSet<>();
        Set<Function> seen = new HashSet<>();
        for (Function root : program.functions()) {
            Deque<Deque<Function>> ways = new ArrayDeque<>();
            Deque<Function> path = new ArrayDeque<>();
            if (seen.add(root)) {
                path.push(root);
                ways.push(callees(root));
            }
            while (!path.isEmpty()) {
                Function next = ways.peek().poll();
                if (next == null) {
                    ways.pop();
                    done.add(path.pop());
                } else if (seen.add(next)) {
                    path.push(next);
                    ways.push(callees(next));
                }
            }
        }
        return new ArrayList<>(done);
    }

    private Deque<Function> callees(Function function) {
        Set<Function> callees = new LinkedHashSet<>();
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                Function callee = value.op() == Op.CALL
                        ? program.function((Symbol) value.aux()) : null;
                if (callee != null) {
                    callees.add(callee);
                }
            }
        }
        return new ArrayDeque<>(callees);
    }

    private void inlineInto(Function caller) {
        onPath.add(caller.symbol());
        boolean changed = false;
        Loops loops = new Loops(caller);
        List<Value> sites = new ArrayList<>();
        Set<Value> inLoop = new HashSet<>();
        for (Block block : caller.blocks()) {
            for (Value value : block.values()) {
                if (value.op() == Op.CALL) {
                    sites.add(value);
                    if (loops.depth(block) > 0) {
                        inLoop.add(value);
                    }
                }
            }
        }
        int size = sizes.get(caller.symbol());
        for (Value call : sites) {
            Function callee = program.function((Symbol) call.aux());
            if (callee != null && callee != caller
                    && isWanted(caller, callee, call, inLoop.contains(call), size)) {
                InlinedBody.replace(caller, call, callee);
                size += sizes.get(callee.symbol());
                calls.merge(callee.symbol(), -1, Integer::sum);
                inlined.add(callee.symbol());
                countCalls(callee, 1);
                changed = true;
            }
        }
        if (changed) {
            caller.removeUnreachable();
            clean.accept(caller);
            sizes.put(caller.symbol(), size(caller));
        }
    }

    private void countCalls(Function function, int times) {
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                if (value.op() == Op.CALL) {
                    calls.merge((Symbol) value.aux(), times, Integer::sum);
                }
            }
        }
    }

    private boolean isWanted(Function caller, Function callee, Value call, boolean inLoop,
            int callerSize) {
        Inlining wish = callee.attributes().inlining();
        if (wish == Inlining.NEVER || callee.attributes().recursion() > 0
                || callee.attributes().noReturn() || callsItself(callee)
                || !Objects.equals(caller.attributes().section(), callee.attributes().section())
                && wish != Inlining.ALWAYS) {
            return false;
        }
        if (wish == Inlining.ALWAYS) {
            return true;
        }
        int size = sizes.get(callee.symbol());
        if (callerSize + size > GREATEST_CALLER || readsStackPointer(callee)) {
            return false;
        }
        boolean only = calls.get(callee.symbol()) == 1 && !isNeeded(callee);
        boolean constant = call.operands().stream().anyMatch(Simplifier::isNumber);
        int small = SMALL + call.operands().size();
        return size <= small || only && size <= ONLY_ONCE || inLoop && size <= SMALL_IN_LOOP
                || constant && size <= SMALL_WITH_CONSTANT;
    }

    private boolean callsItself(Function function) {
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                if (value.op() == Op.CALL && (value.aux().equals(function.symbol())
                        || !onPath.contains((Symbol) value.aux())
                        && program.function((Symbol) value.aux()) != null)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it means its own frame, and not that of its caller. */
    private static boolean readsStackPointer(Function function) {
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                if (value.op() == Op.MACHINE
                        && ((MachineOperation) value.aux()).register() == Register.SP) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isNeeded(Function function) {
        return function.attributes().entryPoint() || addressTaken.contains(function.symbol());
    }

    private void removeUncalled() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Function function : List.copyOf(program.functions())) {
                if (inlined.contains(function.symbol()) && !isNeeded(function)
                        && calls.getOrDefault(function.symbol(), 0) == 0) {
                    program.remove(function);
                    countCalls(function, -1);
                    changed = true;
                }
            }
        }
    }
}

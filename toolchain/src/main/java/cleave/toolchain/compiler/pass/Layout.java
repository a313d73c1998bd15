package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of blocks in memory: each loop in one piece, what leaves a loop behind it, and ways
 * that end in a panic last of all.
 */
final class Layout {
    private final Function function;
    private final Loops loops;

    private Layout(Function function) {
        this.function = function;
        this.loops = new Loops(function);
    }

    static void run(Function function) {
        Layout layout = new Layout(function);
        List<Block> order = layout.order();
        List<Block> cold = new ArrayList<>();
        for (Block block : order) {
            if (block != function.entry() && isCold(block)) {
                cold.add(block);
            }
        }
        order.removeAll(new HashSet<>(cold));
        order.addAll(cold);
        function.reorder(order);
    }

    private static boolean isCold(Block block) {
        Op end = block.terminator().op();
        return end == Op.PANIC || end == Op.UNREACHABLE;
    }

    /** Reverse postorder in which the ways out of loops are followed first, and so come last. */
    private List<Block> order() {
        List<Block> order = new ArrayList<>();
        Set<Block> seen = new HashSet<>();
        Deque<Block> path = new ArrayDeque<>();
        Deque<Deque<Block>> ways = new ArrayDeque<>();
        seen.add(function.entry());
        path.push(function.entry());
        ways.push(ways(function.entry()));
        while (!path.isEmpty()) {
            Block next = ways.peek().poll();
            if (next == null) {
                ways.pop();
                order.add(path.pop());
            } else if (seen.add(next)) {
                path.push(next);
                ways.push(ways(next));
            }
        }
        Collections.reverse(order);
        return order;
    }

    private Deque<Block> ways(Block block) {
        List<Block> ways = new ArrayList<>(block.successors());
        Collections.reverse(ways);
        ways.sort(Comparator.comparingInt(loops::depth));
        return new ArrayDeque<>(ways);
    }
}

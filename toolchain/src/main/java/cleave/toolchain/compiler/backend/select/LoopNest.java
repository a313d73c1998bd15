package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How deep blocks are in natural loops, and what follows: how often they run, and where constants
 * that a loop uses are best made. A block that cannot leave its loop but by a panic is in no loop.
 */
final class LoopNest {
    private static final double PER_LOOP = 10;
    private static final double COLD = 0.01;

    private final Dominators dominators;
    private final Map<Block, Integer> depth = new HashMap<>();
    /** The header of the outermost loop a block is in. */
    private final Map<Block, Block> outermost = new HashMap<>();

    LoopNest(Function function) {
        dominators = new Dominators(function);
        List<Block> order = dominators.reversePostorder();
        for (Block header : order) {
            Set<Block> body = body(header);
            for (Block block : body) {
                depth.merge(block, 1, Integer::sum);
                outermost.putIfAbsent(block, header);
            }
        }
    }

    /** The loop whose header it is; empty if it is none. */
    private Set<Block> body(Block header) {
        Set<Block> body = new HashSet<>();
        Deque<Block> open = new ArrayDeque<>();
        for (Block predecessor : header.predecessors()) {
            if (dominators.dominates(header, predecessor)) {
                open.push(predecessor);
                body.add(header);
            }
        }
        while (!open.isEmpty()) {
            Block block = open.pop();
            if (body.add(block)) {
                block.predecessors().forEach(open::push);
            }
        }
        return body;
    }

    double frequency(Block block) {
        if (isCold(block)) {
            return COLD;
        }
        return Math.pow(PER_LOOP, Math.min(depth.getOrDefault(block, 0), 6));
    }

    private static boolean isCold(Block block) {
        Op end = block.terminator().op();
        return end == Op.PANIC || end == Op.UNREACHABLE;
    }

    /** Where what is needed in {@code block} and never changes is best made. */
    Block home(Block block) {
        Block home = block;
        while (outermost.containsKey(home)) {
            Block before = dominators.parent(outermost.get(home));
            if (before == null) {
                return home;
            }
            home = before;
        }
        return home;
    }
}

package cleave.toolchain.compiler.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Orders of a function's blocks. */
public final class Graph {
    private Graph() {
    }

    /** The reachable blocks, each before its successors except along back edges. */
    public static List<Block> reversePostorder(Function function) {
        List<Block> order = new ArrayList<>();
        Set<Block> seen = new HashSet<>();
        Deque<Block> path = new ArrayDeque<>();
        Deque<Iterator<Block>> ways = new ArrayDeque<>();
        seen.add(function.entry());
        path.push(function.entry());
        ways.push(reversed(function.entry()));
        while (!path.isEmpty()) {
            Iterator<Block> way = ways.peek();
            if (!way.hasNext()) {
                ways.pop();
                order.add(path.pop());
            } else {
                Block next = way.next();
                if (seen.add(next)) {
                    path.push(next);
                    ways.push(reversed(next));
                }
            }
        }
        Collections.reverse(order);
        return order;
    }

    /** Last successor first, so that the first one comes first in the reversed order. */
    private static Iterator<Block> reversed(Block block) {
        List<Block> successors = new ArrayList<>(block.successors());
        Collections.reverse(successors);
        return successors.iterator();
    }
}

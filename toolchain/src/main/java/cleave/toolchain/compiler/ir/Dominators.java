package cleave.toolchain.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dominator tree of a function, by the iterative algorithm of Cooper, Harvey and Kennedy, "A
 * Simple, Fast Dominance Algorithm". It is a snapshot: make a new one when edges have changed.
 */
public final class Dominators {
    private final List<Block> order;
    private final Map<Block, Integer> number = new HashMap<>();
    private final int[] parent;
    private final int[] depth;
    private final Map<Block, List<Block>> children = new HashMap<>();

    public Dominators(Function function) {
        order = Graph.reversePostorder(function);
        for (int i = 0; i < order.size(); i++) {
            number.put(order.get(i), i);
        }
        parent = new int[order.size()];
        depth = new int[order.size()];
        solve();
        for (int i = 1; i < parent.length; i++) {
            depth[i] = depth[parent[i]] + 1;
            children.computeIfAbsent(order.get(parent[i]), unused -> new ArrayList<>())
                    .add(order.get(i));
        }
    }

    private void solve() {
        java.util.Arrays.fill(parent, -1);
        parent[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < parent.length; i++) {
                int meet = -1;
                for (Block predecessor : order.get(i).predecessors()) {
                    Integer p = number.get(predecessor);
                    if (p != null && parent[p] >= 0) {
                        meet = meet < 0 ? p : meet(p, meet);
                    }
                }
                if (parent[i] != meet) {
                    parent[i] = meet;
                    changed = true;
                }
            }
        }
    }

    private int meet(int a, int b) {
        while (a != b) {
            while (a > b) {
                a = parent[a];
            }
            while (b > a) {
                b = parent[b];
            }
        }
        return a;
    }

    /** The reachable blocks in reverse postorder. */
    public List<Block> reversePostorder() {
        return order;
    }

    /** The block that dominates {@code block} most closely; null for the entry. */
    public Block parent(Block block) {
        int i = number.get(block);
        return i == 0 ? null : order.get(parent[i]);
    }

    public List<Block> children(Block block) {
        return children.getOrDefault(block, List.of());
    }

    /** Whether every way to {@code b} leads through {@code a}; a block dominates itself. */
    public boolean dominates(Block a, Block b) {
        int i = number.get(a);
        int j = number.get(b);
        while (depth[j] > depth[i]) {
            j = parent[j];
        }
        return i == j;
    }
}

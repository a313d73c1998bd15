package cleave.toolchain.compiler.backend.allocate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Merges the two sides of moves, the most frequent first, where that cannot make the graph harder
 * to colour (Briggs, Cooper and Torczon, "Improvements to Graph Coloring Register Allocation").
 */
final class Coalescer {
    private final InterferenceGraph graph;
    private final int registers;
    /** In which round each node was seen last. */
    private final int[] seen;
    private int round;

    private Coalescer(InterferenceGraph graph, int registers) {
        this.graph = graph;
        this.registers = registers;
        this.seen = new int[graph.count()];
    }

    /** @param registers bit n tells that register n may be given */
    static void run(InterferenceGraph graph, int registers) {
        List<InterferenceGraph.Move> moves = new ArrayList<>(graph.moves());
        moves.sort(Comparator.comparingDouble(move -> -move.weight()));
        Coalescer coalescer = new Coalescer(graph, registers);
        moves.forEach(coalescer::merge);
    }

    private void merge(InterferenceGraph.Move move) {
        if (!InterferenceGraph.isVirtual(move.to()) || !InterferenceGraph.isVirtual(move.from())) {
            return;
        }
        int a = graph.find(move.to());
        int b = graph.find(move.from());
        if (a != b && !graph.interfere(a, b) && isHarmless(a, b)) {
            graph.merge(a, b);
        }
    }

    private boolean isHarmless(int a, int b) {
        int colours = Integer.bitCount(registers & ~(graph.forbidden(a) | graph.forbidden(b)));
        round++;
        int hard = 0;
        for (int node : new int[] {a, b}) {
            IntList neighbours = graph.neighbours(node);
            for (int i = 0; i < neighbours.size(); i++) {
                int other = graph.find(neighbours.get(i));
                boolean isNew = seen[other] != round;
                seen[other] = round;
                if (isNew && graph.neighbours(other).size()
                        >= Integer.bitCount(registers & ~graph.forbidden(other))) {
                    hard++;
                }
            }
        }
        return hard < colours;
    }
}

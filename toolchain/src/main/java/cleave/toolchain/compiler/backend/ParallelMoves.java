package cleave.toolchain.compiler.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Puts moves that happen at once into an order: a place is written when nobody reads it any more,
 * and where places wait for each other in a ring, two of them are exchanged.
 */
final class ParallelMoves {
    private ParallelMoves() {
    }

    /**
     * @param move     writes the first place from the second
     * @param exchange exchanges two places
     */
    static void order(int[] to, int[] from, BiConsumer<Integer, Integer> move,
            BiConsumer<Integer, Integer> exchange) {
        List<int[]> open = new ArrayList<>();
        for (int i = 0; i < to.length; i++) {
            if (to[i] != from[i]) {
                open.add(new int[] {to[i], from[i]});
            }
        }
        while (!open.isEmpty()) {
            int[] free = free(open);
            if (free != null) {
                move.accept(free[0], free[1]);
                open.remove(free);
            } else {
                int[] ring = open.remove(open.size() - 1);
                exchange.accept(ring[0], ring[1]);
                // What the first place had is in the second now, and the other way round.
                for (int[] each : open) {
                    each[1] = each[1] == ring[0] ? ring[1] : each[1] == ring[1] ? ring[0]
                            : each[1];
                }
                open.removeIf(each -> each[0] == each[1]);
            }
        }
    }

    /** A move whose target nobody else reads; null when all are in rings. */
    private static int[] free(List<int[]> open) {
        for (int[] candidate : open) {
            boolean read = false;
            for (int[] each : open) {
                read |= each != candidate && each[1] == candidate[0];
            }
            if (!read) {
                return candidate;
            }
        }
        return null;
    }
}

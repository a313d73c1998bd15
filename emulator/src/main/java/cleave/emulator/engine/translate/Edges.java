package cleave.emulator.engine.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The jumps of a region that the flight recorder has to be told of, and their numbers from 1.
 * Translated code collects the numbers of the jumps it makes in one {@code long}, which costs two
 * operations for each and no store.
 */
final class Edges {
    private final Map<Long, Integer> numbers = new HashMap<>();

    Edges(RegionPlan plan) {
        for (RegionPlan.Block block : plan.blocks()) {
            GuestInstruction last = block.last();
            if (last.isIndirect()) {
                for (int target : block.targets()) {
                    add(last, target);
                }
            } else if (last.isBranch() || last.isJump()) {
                add(last, last.target());
            }
        }
    }

    private void add(GuestInstruction from, int target) {
        if (target != from.next() && target != from.pc()) {
            numbers.putIfAbsent(edge(from, target), numbers.size() + 1);
        }
    }

    private static long edge(GuestInstruction from, int target) {
        return (long) from.pc() << 32 | target & 0xffff_ffffL;
    }

    /** The number of the jump; 0 for one that the recorder does not take for a jump. */
    int number(GuestInstruction from, int target) {
        return numbers.getOrDefault(edge(from, target), 0);
    }

    /** Bits that a number needs. */
    int bits() {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(numbers.size()));
    }

    /** The jumps by number, as the recorder wants them. */
    long[] byNumber() {
        List<Long> ordered = new ArrayList<>(numbers.keySet());
        long[] jumps = new long[ordered.size() + 1];
        ordered.forEach(edge -> jumps[numbers.get(edge)] = edge);
        return jumps;
    }
}

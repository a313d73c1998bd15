package cleave.emulator.engine.translate;

import cleave.emulator.hart.FlightRecorder;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What the guest spends its time with, learnt from the flight recorder: now and then its last jumps
 * are read. Between where one jump led and where the next one left, every instruction was executed,
 * so the ring tells which way each branch went. It costs the interpreter nothing.
 */
final class Profile {
    /** Distinct edges after which it begins anew. */
    private static final int MOST_EDGES = 1 << 14;
    /** No more bytes than this are executed without a jump, or a trap has come between. */
    private static final int LONGEST_RUN = 4096;

    /** Jump targets, until they are translated. */
    private final Counts heads = new Counts();
    private final Counts starts = new Counts();
    private final Counts ends = new Counts();
    private final Counts edges = new Counts();
    private long[] startKeys;
    private int[] startSums;
    private long[] endKeys;
    private int[] endSums;

    private static long unsigned(int pc) {
        return pc & 0xffff_ffffL;
    }

    private static long edge(int from, int to) {
        return (long) from << 32 | unsigned(to);
    }

    /** Adds what the recorder remembers; the target of jumps that was met most often so far. */
    int sample(FlightRecorder recorder) {
        if (edges.size() > MOST_EDGES) {
            heads.clear();
            starts.clear();
            ends.clear();
            edges.clear();
        }
        int hottest = 0;
        int most = 0;
        int size = recorder.size();
        for (int back = 0; back < size; back++) {
            int from = recorder.from(back);
            int to = recorder.to(back);
            boolean trap = recorder.isTrap(back);
            if (!trap) {
                edges.add(edge(from, to), 1);
                starts.add(unsigned(to), 1);
                int count = heads.add(unsigned(to), 1);
                if (count > most) {
                    most = count;
                    hottest = to;
                }
                int older = back + 1;
                if (older < size && !recorder.isTrap(older)
                        && unsigned(from) - unsigned(recorder.to(older)) < LONGEST_RUN) {
                    ends.add(unsigned(from), 1);
                } else {
                    starts.add(unsigned(from), 1);
                    ends.add(unsigned(from), 1);
                }
            } else {
                back++;
            }
        }
        return hottest;
    }

    /** Begins anew to count how often execution came to {@code pc}. */
    void forget(int pc) {
        int count = heads.get(unsigned(pc));
        if (count > 1) {
            heads.add(unsigned(pc), 1 - count);
        }
    }

    /** How often execution was seen to come to {@code pc}. */
    int arrivals(int pc) {
        return heads.get(unsigned(pc));
    }

    /** Counts that execution came to {@code pc}. */
    int note(int pc) {
        return heads.add(unsigned(pc), 1);
    }

    /** How often the branch or jump at {@code from} went to {@code to}. */
    int taken(int from, int to) {
        return edges.get(edge(from, to));
    }

    /** The targets that the indirect jump at {@code from} had, most frequent first, a few. */
    int[] targets(int from, int most) {
        return Arrays.stream(edges.sortedKeys())
                .filter(key -> (int) (key >> 32) == from)
                .boxed()
                .sorted(Comparator.<Long>comparingInt(key -> -edges.get(key)))
                .limit(most)
                .mapToInt(Long::intValue)
                .toArray();
    }

    /** Makes {@link #executed} tell what is known now. */
    void summarise() {
        startKeys = starts.sortedKeys();
        endKeys = ends.sortedKeys();
        startSums = sums(starts, startKeys);
        endSums = sums(ends, endKeys);
    }

    private static int[] sums(Counts counts, long[] keys) {
        int[] sums = new int[keys.length + 1];
        for (int i = 0; i < keys.length; i++) {
            sums[i + 1] = sums[i] + counts.get(keys[i]);
        }
        return sums;
    }

    /** How many of the runs between two jumps the instruction at {@code pc} was part of. */
    int executed(int pc) {
        return sumBelow(startKeys, startSums, unsigned(pc) + 1)
                - sumBelow(endKeys, endSums, unsigned(pc));
    }

    private static int sumBelow(long[] keys, int[] sums, long limit) {
        int at = Arrays.binarySearch(keys, limit);
        return sums[at >= 0 ? at : ~at];
    }
}

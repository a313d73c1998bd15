package cleave.guestos.kernel.process;

import cleave.guestos.kernel.time.Clock;

/** Scheduling policies of Linux, and what nice values are worth. */
public final class Policies {
    public static final int OTHER = 0;
    public static final int FIFO = 1;
    public static final int ROUND_ROBIN = 2;
    public static final int BATCH = 3;
    public static final int IDLE = 5;

    public static final int NICE_MIN = -20;
    public static final int NICE_MAX = 19;
    public static final int PRIORITY_MAX = 99;

    /** Of a process that is not nice, in milliseconds. */
    public static final int SLICE_MILLISECONDS = 5;
    private static final int ROUND_ROBIN_SLICES = 20;
    private static final int WEIGHT_SHIFT = 10;
    private static final int IDLE_WEIGHT = 3;
    /** Each step is worth a quarter more of the hart than the next. */
    private static final int[] WEIGHTS = weights();

    private Policies() {
    }

    private static int[] weights() {
        int[] result = new int[NICE_MAX - NICE_MIN + 1];
        long weight = 1L << WEIGHT_SHIFT + 8;
        for (int nice = 0; nice <= NICE_MAX; nice++) {
            result[nice - NICE_MIN] = (int) (weight + 128 >> 8);
            weight = weight * 4 / 5;
        }
        weight = 1L << WEIGHT_SHIFT + 8;
        for (int nice = 0; nice >= NICE_MIN; nice--) {
            result[nice - NICE_MIN] = (int) (weight + 128 >> 8);
            weight = weight * 5 / 4;
        }
        return result;
    }

    public static boolean isRealTime(int policy) {
        return policy == FIFO || policy == ROUND_ROBIN;
    }

    static int weight(int nice) {
        return WEIGHTS[nice - NICE_MIN];
    }

    /** Ticks of a round of the process. */
    static int slice(Process process) {
        int ticks = (int) Clock.ticksOfMilliseconds(SLICE_MILLISECONDS);
        if (process.policy == ROUND_ROBIN) {
            return ticks * ROUND_ROBIN_SLICES;
        }
        int weight = process.policy == IDLE ? IDLE_WEIGHT : weight(process.nice);
        int half = WEIGHT_SHIFT / 2;
        return Math.max((ticks >> half) * weight >> half, 1);
    }

    /** What is known of it is no longer so: nice or policy have changed. */
    public static void changed(Process process) {
        process.slice = slice(process);
        process.budget = Math.min(process.budget, process.slice);
    }
}

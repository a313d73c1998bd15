package cleave.guestos.kernel.time;

/**
 * How many processes wanted to run, averaged over 1, 5 and 15 minutes as Unix does: every five
 * seconds the averages move towards the number of now. Nothing has to tick for it: whoever asks,
 * and the scheduler now and then, catches up on what was missed, when the machine was idle.
 */
public final class LoadAverage {
    private static final int SHIFT = 11;
    private static final int ONE = 1 << SHIFT;
    private static final int PERIOD_SECONDS = 5;
    /** e to the power of minus 5 seconds by 1, 5 and 15 minutes, times 2048. */
    private static final int[] DECAYS = {1884, 2014, 2037};
    /** After so many idle periods nothing is left. */
    private static final int PERIODS_MAX = 2000;

    private static final int[] LOADS = new int[3];
    private static long next;

    private LoadAverage() {
    }

    /** Catches up; {@code running} want to run now. */
    public static void sample(int running) {
        long now = Clock.ticks();
        if (now < next) {
            return;
        }
        long period = (long) PERIOD_SECONDS * Clock.frequency();
        if (next == 0) {
            next = now + period;
            return;
        }
        long missed = (now - next) / period;
        for (int i = 0; i < LOADS.length; i++) {
            int idle = (int) Math.min(missed, PERIODS_MAX);
            for (int n = 0; n < idle; n++) {
                LOADS[i] = LOADS[i] * DECAYS[i] >>> SHIFT;
            }
            int active = running << SHIFT;
            int load = LOADS[i] * DECAYS[i] + active * (ONE - DECAYS[i]);
            LOADS[i] = load + (active >= LOADS[i] ? ONE - 1 : 0) >>> SHIFT;
        }
        next += (missed + 1) * period;
    }

    /** The average over 1, 5 or 15 minutes ({@code which} is 0 to 2), times 2048. */
    public static int of(int which) {
        return LOADS[which];
    }
}

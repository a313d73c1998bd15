package cleave.guestos.kernel.memory;


/** Where memory comes from when it is full: page tables kept for later, and pages of
 * files that can be read again. */
final class Reclaim {
    private static final int PAGES_AT_ONCE = 64;

    private Reclaim() {
    }

    /** Makes single frames available; false when nothing more can be given up. */
    static boolean frames() {
        int freed = CleanTables.shrink() + FilePages.shrink(PAGES_AT_ONCE);
        return freed > 0 && (Frames.hasRecent() || Frames.refill(0));
    }

    /** A run of 2^order frames; null when nothing more can be given up. */
    static Frame run(int order) {
        while (CleanTables.shrink() + FilePages.shrink(PAGES_AT_ONCE) > 0) {
            Frames.settle();
            Frame run = Runs.take(order);
            if (run != null) {
                return run;
            }
        }
        return null;
    }
}

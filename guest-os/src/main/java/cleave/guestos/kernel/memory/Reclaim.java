package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.process.Process;

/**
 * Where memory comes from when it is full: page tables and stacks that are kept for later, and
 * pages of files that can be read again.
 */
public final class Reclaim {
    private static final int PAGES_AT_ONCE = 64;

    private Reclaim() {
    }

    private static int some(int pages) {
        return CleanTables.shrink() + Process.shrink() + FilePages.shrink(pages);
    }

    /** Makes single frames available; false when nothing more can be given up. */
    static boolean frames() {
        return some(PAGES_AT_ONCE) > 0 && (Frames.hasRecent() || Frames.refill(0));
    }

    /** A run of 2^order frames; null when nothing more can be given up. */
    static Frame run(int order) {
        while (some(PAGES_AT_ONCE) > 0) {
            Frames.settle();
            Frame run = Runs.take(order);
            if (run != null) {
                return run;
            }
        }
        return null;
    }

    /** Frees what is kept for later: tables and stacks. */
    public static void spares() {
        CleanTables.shrink();
        Process.shrink();
        Frames.settle();
    }
}

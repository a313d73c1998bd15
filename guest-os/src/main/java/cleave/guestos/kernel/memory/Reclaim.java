package cleave.guestos.kernel.memory;


/** Where memory comes from when it is full: pages of files that can be read again. */
final class Reclaim {
    private static final int PAGES_AT_ONCE = 64;

    private Reclaim() {
    }

    /** A run of 2^order frames; null when nothing more can be given up. */
    static Frame run(int order) {
        while (FilePages.shrink(PAGES_AT_ONCE) > 0) {
            Frames.settle();
            Frame run = Runs.take(order);
            if (run != null) {
                return run;
            }
        }
        return null;
    }
}

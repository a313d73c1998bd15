package cleave.emulator.engine.translate;

/**
 * Translated guest code with one entrance: the superclass of the hidden classes that
 * {@link RegionWriter} makes. It may be entered in its {@link Context}, while the virtual pages it
 * was translated from lead to the same physical pages and hold the same instructions.
 */
abstract class Region {
    private static final Exit[] NO_EXITS = {};

    int pc;
    /** The budget it must at least be given. */
    int need;
    /** How often it was entered, as long as that matters. */
    int visits;
    boolean valid;
    Context context;
    Exit[] exits = NO_EXITS;
    /** The virtual page numbers it was translated from, and where they led. */
    CodePages pages;

    /**
     * Executes guest instructions until an exit.
     *
     * @param budget cycles that may be spent
     * @return the cycles left
     */
    abstract int run(int budget);

    /** Whether its pages are where they were. */
    final boolean isMapped() {
        return pages.areMapped(context.fetch());
    }
}

package cleave.emulator.engine.translate;

/**
 * Translated guest code: the superclass of the hidden classes that
 * {@link RegionWriter} makes. It may be entered in its {@link Context}, while the virtual pages it
 * was translated from lead to the same physical pages and hold the same instructions.
 */
abstract class Region {
    private static final Exit[] NO_EXITS = {};

    /** Where it may be entered, the beginning first. */
    Entrance[] entrances;
    boolean valid;
    /** Cycles spent in it, and exits to the interpreter, since this was last looked at. */
    long spent;
    int steps;
    /** Cycles spent in it; halved whenever room is made for others. */
    long heat;
    Context context;
    Exit[] exits = NO_EXITS;
    /** The jumps that {@link Frame#path} numbers, and the bits of a number. */
    long[] edges;
    int edgeBits;
    /** The virtual page numbers it was translated from, and where they led. */
    CodePages pages;

    /**
     * Executes guest instructions until an exit.
     *
     * @param budget cycles that may be spent
     * @param entrance number of the entrance
     * @return the cycles left
     */
    abstract int run(int budget, int entrance);

    /** Whether its pages are where they were. */
    final boolean isMapped() {
        return pages.areMapped(context.fetch());
    }
}

package cleave.emulator.engine.translate;

/**
 * When and how much is translated. All of it is in guest cycles, so that the same code is
 * translated at the same moment on every run.
 *
 * @param sampleCycles interpreted cycles between two looks at the flight recorder
 * @param hot how often a jump target must have been seen
 * @param hotExits how often translated code must have been left for a place
 * @param mostInstructions of a region. HotSpot compiles two small methods sooner than one of twice
 *     the size; the ways between regions are cheap beside that
 * @param visitCycles that translated code runs at once. HotSpot compiles a method that is called
 *     often sooner and better than one that is called once and loops; and what it takes back from
 *     compiled code, it compiles again only after many calls
 * @param mostRegions that are kept; room is made by dropping the coldest half
 */
record Tuning(int sampleCycles, int hot, int hotExits, int mostInstructions, int visitCycles,
        int mostRegions) {
    static final Tuning DEFAULT = new Tuning(50_000, 768, 30_000, 60, 5_000, 1024);
    /** For tests: small regions at first sight. */
    static final Tuning EAGER = new Tuning(20, 1, 1, 24, 60, 64);
}

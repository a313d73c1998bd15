package cleave.emulator.engine.translate;

/**
 * When and how much is translated.
 *
 * @param sampleCycles interpreted cycles between two looks at the flight recorder
 * @param hot how often a jump target must have been seen
 * @param hotExits how often translated code must have been left for a place
 * @param mostInstructions of a region
 * @param trainingVisits for which a region runs for {@code trainingCycles} only: HotSpot compiles a
 *     method that is called often sooner and better than one that is called once and loops
 */
record Tuning(int sampleCycles, int hot, int hotExits, int mostInstructions, int trainingVisits,
        int trainingCycles) {
    static final Tuning DEFAULT = new Tuning(
            Integer.getInteger("tr.sample", 50_000), Integer.getInteger("tr.hot", 192),
            Integer.getInteger("tr.exits", 1000), Integer.getInteger("tr.most", 150),
            Integer.getInteger("tr.visits", 8000), Integer.getInteger("tr.cycles", 400));
    static final Tuning EAGER = new Tuning(20, 1, 1, 24, 4, 30);
}

package cleave.emulator.engine.translate;

/** What translated code tells its caller beside the budget that is left; one for each machine. */
final class Frame {
    /** Which of the region's {@link Exit}s was taken. */
    int exit;
    /** Where an indirect jump goes. */
    int target;
    /** The numbers of the last {@link Edges}, the last one in the lowest bits. */
    long path;
    /** Instructions retired, where that is not the same as the cycles. */
    int retired;
}

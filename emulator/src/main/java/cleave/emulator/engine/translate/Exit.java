package cleave.emulator.engine.translate;

/**
 * A place where translated code is left, with the registers written back. What was executed of the
 * block there has yet to be charged.
 *
 * @param pc the next instruction; of {@link Kind#INDIRECT} the jump itself
 * @param cycles of the instructions of the block that were executed
 * @param retired those instructions
 * @param entrance of {@link Kind#BUDGET}, the number of the entrance where it goes on
 */
record Exit(Kind kind, int pc, int cycles, int retired, int entrance) {
    /** What there is to do at an exit. */
    enum Kind {
        /** Go on at {@link Exit#pc}. */
        STATIC,
        /** The budget may not suffice until the next exit. */
        BUDGET,
        /** The instruction at {@link Exit#pc} is not translated, or its access is not plain. */
        STEP,
        /** Note the jump, and go on at {@link Frame#target}. */
        INDIRECT
    }
}

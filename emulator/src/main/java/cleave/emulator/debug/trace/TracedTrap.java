package cleave.emulator.debug.trace;

/** A trap where it was taken. */
record TracedTrap(long cycle, int mode, int pc, int cause, int tval) {
}

package cleave.emulator.engine.translate;

/**
 * A place where a region may be entered: where it begins, or the head of a loop.
 *
 * @param number what {@link Region#run} is told
 * @param need the least budget it may be entered with
 */
record Entrance(Region region, int number, int pc, int need) {
}

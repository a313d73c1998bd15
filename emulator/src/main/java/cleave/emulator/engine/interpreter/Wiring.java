package cleave.emulator.engine.interpreter;

import cleave.emulator.hart.Hart;

/** What a {@link HotLoop} works on. */
record Wiring(Hart hart, CodeCache cache, Ledger ledger) {
}

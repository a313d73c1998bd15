package cleave.emulator.debug.trace;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a trace can show, a line for each. */
public enum TraceEvent {
    /** Every instruction that retires, with what it changed. */
    INSN,
    /** Every trap: exceptions, calls, interrupts. */
    TRAPS,
    /** Every CSR that an instruction reads or writes. */
    CSR,
    /** Every access of an instruction to a device. */
    MMIO;

    /**
     * Reads {@code insn,traps}.
     *
     * @throws IllegalArgumentException naming the word that is none, and those that are
     */
    public static Set<TraceEvent> parse(String list) {
        Set<TraceEvent> events = EnumSet.noneOf(TraceEvent.class);
        for (String word : list.split(",")) {
            events.add(of(word.strip()));
        }
        return events;
    }

    private static TraceEvent of(String word) {
        for (TraceEvent event : values()) {
            if (event.word().equals(word)) {
                return event;
            }
        }
        throw new IllegalArgumentException("a trace shows insn, traps, csr and mmio, not '" + word
                + "'");
    }

    /** The name on the command line, and at the beginning of a line of the trace. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

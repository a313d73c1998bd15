package cleave.emulator.debug.trace;

import java.util.EnumSet;
import java.util.Set;

/** What a trace can show, a line for each. */
public enum TraceEvent {
    /** Every instruction that retires, with what it changed. */
    INSN("insn", "insn"),
    /** Every trap: exceptions, calls, interrupts. */
    TRAPS("traps", "trap"),
    /** Every CSR that an instruction reads or writes. */
    CSR("csr", "csr"),
    /** Every access of an instruction to a device. */
    MMIO("mmio", "mmio");

    private final String option;
    private final String word;

    TraceEvent(String option, String word) {
        this.option = option;
        this.word = word;
    }

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
            if (event.option.equals(word)) {
                return event;
            }
        }
        throw new IllegalArgumentException("a trace shows insn, traps, csr and mmio, not '" + word
                + "'");
    }

    /** What a line of the trace begins with. */
    String word() {
        return word;
    }
}

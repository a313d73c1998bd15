package cleave.emulator.debug.trace;

import cleave.toolchain.isa.PrivilegeMode;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which of all that happens a trace shows.
 *
 * @param events the kinds of lines
 * @param modes the privilege modes of the instructions
 * @param first the lowest address of instructions, unsigned
 * @param last the highest address of instructions, unsigned
 */
public record TraceFilter(Set<TraceEvent> events, Set<PrivilegeMode> modes, int first, int last) {
    /** Every instruction and trap. */
    public static final TraceFilter EVERYTHING = of(EnumSet.of(TraceEvent.INSN, TraceEvent.TRAPS));

    public static TraceFilter of(Set<TraceEvent> events) {
        return new TraceFilter(events, EnumSet.allOf(PrivilegeMode.class), 0, -1);
    }

    /** Whether anything of an instruction at {@code pc} in {@code mode} is shown. */
    boolean accepts(int mode, int pc) {
        return modes.contains(PrivilegeMode.of(mode)) && Integer.compareUnsigned(pc, first) >= 0
                && Integer.compareUnsigned(pc, last) <= 0;
    }

    boolean shows(TraceEvent event) {
        return events.contains(event);
    }
}

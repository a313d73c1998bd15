package cleave.emulator.debug.trace;

import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StepObserver;
import cleave.emulator.time.EventQueue;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes what the guest does, a line for each event, as it happens. The guest does not notice, and
 * runs in the same cycles; only the host takes longer. Give it to {@link Machine#setObserver} and,
 * for traps, to {@link Hart#setTrapListener}; or let {@link #install} do that for a while.
 */
public final class Tracer implements StepObserver, TrapListener {
    private final TraceFilter filter;
    private final TraceFormat format;
    private final Appendable out;
    private final TracedStep step;
    private final StringBuilder lines = new StringBuilder();
    private final Hart hart;
    private TracedTrap pending;
    private boolean accepted;
    private boolean inside;
    private boolean active = true;

    private Tracer(Machine machine, TraceFilter filter, TraceFormat format, Appendable out) {
        this.hart = machine.hart();
        this.filter = filter;
        this.format = format;
        this.out = out;
        this.step = new TracedStep(hart, new GuestView(machine), machine.bus());
    }

    /** Writes our own lines, as {@link CleaveFormat} describes them. */
    public static Tracer of(Machine machine, Symbols symbols, TraceFilter filter, Appendable out) {
        return new Tracer(machine, filter, new CleaveFormat(symbols), out);
    }

    /**
     * Writes the lines of Spike's commit log.
     *
     * @throws IllegalArgumentException when the filter shows what Spike has no lines for
     */
    public static Tracer likeSpike(Machine machine, TraceFilter filter, Appendable out) {
        if (filter.shows(TraceEvent.CSR) || filter.shows(TraceEvent.MMIO)) {
            throw new IllegalArgumentException(
                    "the format of Spike has lines for insn and traps, not for csr and mmio");
        }
        return new Tracer(machine, filter, new SpikeFormat(), out);
    }

    /**
     * Makes a machine be traced from a cycle on, for so many cycles; before and after it runs as
     * fast as ever. Takes the places of the machine's observer and of the hart's trap listener,
     * which still hears of all traps.
     *
     * @param other what listened to traps before, or null
     */
    public void install(Machine machine, TrapListener other, long fromCycle, long cycles) {
        TrapListener listener = other == null ? this : andThen(other);
        long end = fromCycle + cycles < 0 ? EventQueue.NEVER : fromCycle + cycles;
        active = false;
        hart.setTrapListener(listener);
        EventQueue.Event stop = machine.events().register("end of trace", () -> {
            flush();
            active = false;
            machine.setObserver(null);
        });
        machine.events().register("trace", () -> {
            active = true;
            machine.setObserver(this);
            stop.at(end);
        }).at(fromCycle);
    }

    @Override
    public void before(Hart traced) {
        flush();
        step.before();
        accepted = filter.accepts(step.mode, step.pc);
        inside = true;
    }

    @Override
    public void trap(Hart traced, int cause, int tval) {
        flush();
        if (active && filter.shows(TraceEvent.TRAPS) && filter.accepts(hart.mode(), hart.pc)) {
            pending = new TracedTrap(hart.cycle, hart.mode(), hart.pc, cause, tval);
        }
        // An instruction that raised an exception has done nothing else.
        accepted &= !inside;
    }

    @Override
    public void after(Hart traced) {
        inside = false;
        flush();
        if (!accepted) {
            return;
        }
        step.after();
        if (filter.shows(TraceEvent.INSN)) {
            format.instruction(lines, step);
        }
        if (filter.shows(TraceEvent.CSR) && step.csr != null) {
            format.csr(lines, step);
        }
        if (filter.shows(TraceEvent.MMIO) && step.device != null) {
            format.mmio(lines, step);
        }
        write();
    }

    /** Writes a trap, now that it is known where it led. */
    private void flush() {
        if (pending != null) {
            format.trap(lines, pending, hart.mode(), hart.pc);
            pending = null;
            write();
        }
    }

    private void write() {
        try {
            out.append(lines);
        } catch (IOException lost) {
            throw new UncheckedIOException("the trace cannot be written", lost);
        }
        lines.setLength(0);
    }
}

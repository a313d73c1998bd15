package cleave.emulator.time;

import cleave.emulator.device.InterruptLine;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * A compare register beside the timebase: its line is high exactly while {@code mtime} is at or
 * past the register, as unsigned 64-bit numbers. The CLINT's {@code mtimecmp} (privileged
 * specification, 3.2.1) and Sstc's {@code stimecmp} are both this.
 */
public final class TimerComparator {
    private final MachineTimer timer;
    private final InterruptLine line;
    private final EventQueue.Event event;
    private long compare;
    private boolean high;

    /** {@code name} is what the event queue calls the comparator, {@code hart0 stimecmp}. */
    public TimerComparator(
            String name, MachineTimer timer, EventQueue events, InterruptLine line) {
        this.timer = timer;
        this.line = line;
        this.event = events.register(name, this::update);
        timer.onChange(this::update);
    }

    public long compare() {
        return compare;
    }

    public void setCompare(long value) {
        compare = value;
        update();
    }

    /** The level of the line. */
    public boolean high() {
        return high;
    }

    public void save(StateWriter out) {
        out.putLong(compare);
    }

    public void load(StateReader in) {
        setCompare(in.getLong());
    }

    private void update() {
        long ticks = timer.ticks();
        high = Long.compareUnsigned(ticks, compare) >= 0;
        event.at(nextChange(ticks));
        line.set(high);
    }

    private long nextChange(long ticks) {
        if (!high) {
            return timer.cycleAfter(compare - ticks);
        }
        // A high line falls when mtime wraps to zero: a guest can set mtime close to that.
        return ticks == 0 ? EventQueue.NEVER : timer.cycleAfter(-ticks);
    }
}

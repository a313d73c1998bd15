package cleave.emulator.time;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The platform's timebase: how cycles become ticks of {@code mtime} and nanoseconds of the clock
 * on the wall. The CLINT's {@code mtime}, the hart's {@code time} CSR and every comparator read
 * this one object, as the privileged specification (3.2.1, "Machine Timer Registers") asks:
 * {@code time} is a shadow of {@code mtime}.
 *
 * <p>Time is virtual. A machine that must follow the host's clock calls {@link #shift} when it
 * has fallen behind; nothing else moves the timebase against the cycle count, except the guest's
 * own stores to {@code mtime}.
 */
public final class MachineTimer {
    /** The device tree's {@code timebase-frequency}; QEMU's {@code virt} has the same. */
    public static final int TICKS_PER_SECOND = 10_000_000;

    public static final int CYCLES_PER_TICK =
            (int) (EventQueue.CYCLES_PER_SECOND / TICKS_PER_SECOND);

    private final EventQueue events;
    private final List<Runnable> listeners = new ArrayList<>();
    private long shift;
    private long origin;

    public MachineTimer(EventQueue events) {
        this.events = events;
    }

    /** Nanoseconds since power-on: cycles, and whatever {@link #shift} has added. */
    public long nanoseconds() {
        return events.now() + shift;
    }

    /** {@code mtime}: an unsigned 64-bit count. */
    public long ticks() {
        return counted() + origin;
    }

    /** A store to {@code mtime}. */
    public void setTicks(long ticks) {
        origin = ticks - counted();
        changed();
    }

    /** Moves the timebase forward against the cycle count by {@code nanoseconds}. */
    public void shift(long nanoseconds) {
        if (nanoseconds < 0) {
            throw new IllegalArgumentException("time does not go back: " + nanoseconds);
        }
        shift += nanoseconds;
        changed();
    }

    /** Calls {@code listener} whenever the relation of cycles to ticks has changed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * The first cycle at which {@code mtime} is {@code ticks} further than now, an unsigned
     * distance; {@link EventQueue#NEVER} when the machine cannot count that far.
     */
    public long cycleAfter(long ticks) {
        long counted = counted();
        if (ticks < 0 || ticks > (Long.MAX_VALUE - 1) / CYCLES_PER_TICK - counted) {
            return EventQueue.NEVER;
        }
        return (counted + ticks) * CYCLES_PER_TICK - shift;
    }

    /** The cycle {@code nanoseconds} from now, an unsigned distance, or as above. */
    public long cycleAfterNanoseconds(long nanoseconds) {
        return nanoseconds < 0 || nanoseconds > Long.MAX_VALUE - 1 - events.now()
                ? EventQueue.NEVER : events.now() + nanoseconds;
    }

    /** {@code mtime} starts again from 0; nanoseconds since power-on go on. */
    public void reset() {
        setTicks(0);
    }

    public void save(StateWriter out) {
        out.section("timer");
        out.putLong(shift);
        out.putLong(origin);
    }

    /** Reads the timebase; the queue's present must have been restored before. */
    public void load(StateReader in) {
        in.section("timer");
        shift = in.getLong();
        origin = in.getLong();
        changed();
    }

    private long counted() {
        return nanoseconds() / CYCLES_PER_TICK;
    }

    private void changed() {
        for (Runnable listener : listeners) {
            listener.run();
        }
    }
}

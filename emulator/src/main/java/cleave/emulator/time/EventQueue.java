package cleave.emulator.time;

import java.util.ArrayList;
import java.util.List;

/**
 * The machine's future on virtual time. Time is counted in cycles of the hart's clock, nominally
 * {@link #CYCLES_PER_SECOND}. The machine keeps {@link #now} current before any device is called
 * and runs due events at instruction boundaries, in order of time and, for equal times, of
 * registration: so every run is the same run.
 */
public final class EventQueue {
    /** One cycle is one nanosecond, as in QEMU's {@code -icount shift=0}. */
    public static final long CYCLES_PER_SECOND = 1_000_000_000L;

    /** The time of an event that is not scheduled. */
    public static final long NEVER = Long.MAX_VALUE;

    private final List<Event> events = new ArrayList<>();
    private long now;
    private long next = NEVER;

    /** One recurring possibility: a device owns it, and arms or cancels it. */
    public final class Event {
        private final String name;
        private final Runnable action;
        private long time = NEVER;

        private Event(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        /** Arms the event for {@code cycle} instead of an earlier time; the past is due at once. */
        public void at(long cycle) {
            time = cycle;
            findNext();
        }

        public void cancel() {
            at(NEVER);
        }

        /** The cycle it is armed for, or {@link #NEVER}. */
        public long time() {
            return time;
        }

        @Override
        public String toString() {
            return name + (time == NEVER ? " (idle)" : " at cycle " + time);
        }
    }

    /** Registers an event; {@code action} runs each time an armed time is reached. */
    public Event register(String name, Runnable action) {
        Event event = new Event(name, action);
        events.add(event);
        return event;
    }

    /** The current cycle. */
    public long now() {
        return now;
    }

    /** Moves the present; time never goes back except when a saved state is loaded. */
    public void setNow(long cycle) {
        now = cycle;
    }

    /** The cycle of the next armed event, or {@link #NEVER}. */
    public long next() {
        return next;
    }

    /** Runs every event whose time has come, including those that such an event arms for now. */
    public void runDue() {
        while (next <= now) {
            Event due = earliest();
            due.time = NEVER;
            findNext();
            due.action.run();
        }
    }

    private Event earliest() {
        Event earliest = events.get(0);
        for (Event event : events) {
            if (event.time < earliest.time) {
                earliest = event;
            }
        }
        return earliest;
    }

    private void findNext() {
        next = earliest().time;
    }
}

package cleave.emulator.hart;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * A 64-bit performance counter ({@code mcycle}, {@code minstret}): section 3.1.10 of the privileged
 * specification. It follows a count that the hart keeps anyway, at a distance, so that counting
 * costs nothing; writing it moves the distance, inhibiting it holds the value.
 */
final class Counter {
    private long distance;
    private long held;
    private boolean inhibited;

    void reset(long count) {
        inhibited = false;
        distance = -count;
    }

    long read(long count) {
        return inhibited ? held : count + distance;
    }

    /**
     * Writes the counter by an instruction that is itself about to be counted: the written value
     * takes precedence over that increment, so the next instruction reads it unchanged.
     */
    void write(long value, long count) {
        held = value;
        distance = value - (count + 1);
    }

    /** The last {@link #write} was by no instruction, so there is no increment to make up for. */
    void writtenFromOutside() {
        distance++;
    }

    void setInhibited(boolean inhibit, long count) {
        if (inhibit && !inhibited) {
            held = count + distance;
        } else if (!inhibit && inhibited) {
            distance = held - count;
        }
        inhibited = inhibit;
    }

    boolean isInhibited() {
        return inhibited;
    }

    void save(StateWriter out) {
        out.putLong(distance);
        out.putLong(held);
        out.putBoolean(inhibited);
    }

    void load(StateReader in) {
        distance = in.getLong();
        held = in.getLong();
        inhibited = in.getBoolean();
    }
}

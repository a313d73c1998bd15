package cleave.emulator.device;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * The receiver of an NS16550A: sixteen bytes with a trigger level, or the single buffer register
 * of a 16450 while the FIFOs are disabled (PC16550D data sheet, 8.5).
 */
final class ReceiveFifo {
    private static final int CAPACITY = 16;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

    private final byte[] bytes = new byte[CAPACITY];
    private int first;
    private int count;
    private int trigger;
    private boolean enabled;
    /** What an empty buffer register shows: the last byte that was taken. */
    private int last;

    boolean enabled() {
        return enabled;
    }

    void setEnabled(boolean value) {
        enabled = value;
    }

    /** {@code code} is FCR bits 7 and 6. */
    void setTrigger(int code) {
        trigger = code;
    }

    void clear() {
        first = 0;
        count = 0;
        last = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean hasRoom() {
        return count < (enabled ? CAPACITY : 1);
    }

    boolean reachesTrigger() {
        return count >= (enabled ? TRIGGER_LEVELS[trigger] : 1);
    }

    void add(int octet) {
        bytes[(first + count) % CAPACITY] = (byte) octet;
        count++;
    }

    /** A byte arrives in vain: a full FIFO keeps its own, a buffer register is overwritten. */
    void overrun(int octet) {
        if (!enabled) {
            bytes[first] = (byte) octet;
        }
    }

    int head() {
        if (isEmpty()) {
            return enabled ? 0 : last;
        }
        return bytes[first] & 0xff;
    }

    void take() {
        if (!isEmpty()) {
            last = head();
            first = (first + 1) % CAPACITY;
            count--;
        }
    }

    void save(StateWriter out) {
        out.putBytes(bytes, 0, CAPACITY);
        out.putInt(first);
        out.putInt(count);
        out.putInt(trigger);
        out.putInt(last);
        out.putBoolean(enabled);
    }

    void load(StateReader in) {
        in.getBytes(bytes, 0, CAPACITY);
        first = in.getInt();
        count = in.getInt();
        trigger = in.getInt();
        last = in.getInt();
        enabled = in.getBoolean();
    }
}

package cleave.emulator.device;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.util.Arrays;

/**
 * The receiver of an NS16550A: sixteen bytes with a trigger level, or the single buffer register
 * of a 16450 while the FIFOs are disabled (PC16550D data sheet, 8.5). The buffer register shows
 * its last byte again and again; an empty FIFO shows 0.
 */
final class ReceiveFifo {
    private static final int CAPACITY = 16;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

    private final byte[] bytes = new byte[CAPACITY];
    private int first;
    private int count;
    private int trigger;
    private boolean enabled;
    private int buffer;

    boolean enabled() {
        return enabled;
    }

    void reset() {
        clear();
        Arrays.fill(bytes, (byte) 0);
        enabled = false;
        trigger = 0;
        buffer = 0;
    }

    /** {@code code} is FCR bits 7 and 6. */
    void configure(boolean enable, int code) {
        enabled = enable;
        trigger = code;
    }

    void clear() {
        first = 0;
        count = 0;
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

    /** Takes a byte in; false if one is lost: this, or the one that it overwrote. */
    boolean receive(int octet) {
        boolean room = hasRoom();
        if (!enabled) {
            buffer = octet;
            count = 1;
        } else if (room) {
            bytes[(first + count) % CAPACITY] = (byte) octet;
            count++;
        }
        return room;
    }

    int head() {
        if (!enabled) {
            return buffer;
        }
        return isEmpty() ? 0 : bytes[first] & 0xff;
    }

    void take() {
        if (!isEmpty()) {
            first = (first + 1) % CAPACITY;
            count--;
        }
    }

    void save(StateWriter out) {
        out.putBytes(bytes, 0, CAPACITY);
        out.putInt(first);
        out.putInt(count);
        out.putInt(trigger);
        out.putInt(buffer);
        out.putBoolean(enabled);
    }

    void load(StateReader in) {
        in.getBytes(bytes, 0, CAPACITY);
        first = in.getInt();
        count = in.getInt();
        trigger = in.getInt();
        buffer = in.getInt();
        enabled = in.getBoolean();
    }
}

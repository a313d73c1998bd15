package cleave.emulator.cli;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.time.EventQueue;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The host's end of one of the guest's consoles. Output is gathered for at most a millisecond of
 * virtual time before it is written.
 */
final class GuestConsole implements ConsolePort {
    private static final long FLUSH_CYCLES = EventQueue.CYCLES_PER_SECOND / 1000;

    private final OutputStream out;
    private final Runnable whenGone;
    private final byte[] buffer = new byte[8192];
    private int count;
    private boolean gone;
    private ConsoleInput input = ConsoleInput.NONE;
    private EventQueue events;
    private EventQueue.Event flush;
    private long lastActivity;
    private boolean hadInput;
    private boolean atLineStart = true;

    /** @param whenGone told once, when {@code out} does not take any more */
    GuestConsole(OutputStream out, Runnable whenGone) {
        this.out = out;
        this.whenGone = whenGone;
    }

    /** To be called before the machine runs. */
    void connect(EventQueue machineEvents) {
        events = machineEvents;
        flush = events.register("console output", this::flush);
    }

    /** Where the guest's input comes from; at first, from nowhere. */
    void setInput(ConsoleInput source) {
        input = source;
    }

    ConsoleInput input() {
        return input;
    }

    /** The cycle of the last byte in either direction. */
    long lastActivity() {
        return lastActivity;
    }

    /** Whether the guest has ever been given a byte. */
    boolean hadInput() {
        return hadInput;
    }

    /** Whether nothing follows the last line feed of the output. */
    boolean isAtLineStart() {
        return atLineStart;
    }

    @Override
    public void put(int value) {
        if (count == 0) {
            flush.at(events.now() + FLUSH_CYCLES);
        }
        buffer[count++] = (byte) value;
        if (count == buffer.length) {
            flush();
        }
        atLineStart = (value & 0xff) == '\n';
        lastActivity = events.now();
        input.heard(value & 0xff);
    }

    /** Writes what is gathered. */
    void flush() {
        flush.cancel();
        if (count != 0 && !gone) {
            try {
                out.write(buffer, 0, count);
                out.flush();
            } catch (IOException e) {
                gone = true;
                whenGone.run();
            }
        }
        count = 0;
    }

    @Override
    public int take() {
        int value = input.take();
        if (value >= 0) {
            hadInput = true;
            lastActivity = events.now();
        }
        return value;
    }

    @Override
    public boolean hasInput() {
        return input.hasInput();
    }

    @Override
    public boolean closed() {
        return input.closed();
    }
}

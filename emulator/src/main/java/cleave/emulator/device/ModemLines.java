package cleave.emulator.device;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * The modem control and status registers of an NS16550A (PC16550D data sheet, 8.8 and 8.9), with
 * a modem that is connected and ready, and in loopback with the chip's own outputs.
 */
final class ModemLines {
    private static final int CONTROL_MASK = 0x1f;
    private static final int DTR = 0;
    private static final int RTS = 1;
    private static final int OUT1 = 2;
    private static final int OUT2 = 3;
    private static final int LOOPBACK = 1 << 4;
    /** CTS, DSR and DCD: somebody is there and ready. */
    private static final int CONNECTED = 0xb0;
    private static final int INPUTS_SHIFT = 4;
    private static final int RING = 1 << 2;

    private int control;
    private int deltas;

    void reset() {
        control = 1 << OUT2;
        deltas = 0;
    }

    /** MCR. */
    int control() {
        return control;
    }

    void setControl(int value) {
        int before = inputs();
        control = value & CONTROL_MASK;
        int changed = (before ^ inputs()) >> INPUTS_SHIFT;
        // The ring indicator reports its trailing edge only.
        boolean ringBegins = (changed & ~(before >> INPUTS_SHIFT) & RING) != 0;
        deltas |= ringBegins ? changed & ~RING : changed;
    }

    /** What is sent comes back, and nothing goes out or comes in. */
    boolean looped() {
        return (control & LOOPBACK) != 0;
    }

    /** MSR. */
    int status() {
        return inputs() | deltas;
    }

    /** Whether an input has changed since {@link #clearDeltas}. */
    boolean changed() {
        return deltas != 0;
    }

    void clearDeltas() {
        deltas = 0;
    }

    /** CTS, DSR, RI and DCD, bits 4 to 7; in loopback they are RTS, DTR, OUT1 and OUT2. */
    private int inputs() {
        if (!looped()) {
            return CONNECTED;
        }
        return output(RTS) << 4 | output(DTR) << 5 | output(OUT1) << 6 | output(OUT2) << 7;
    }

    private int output(int bit) {
        return control >> bit & 1;
    }

    void save(StateWriter out) {
        out.putInt(control);
        out.putInt(deltas);
    }

    void load(StateReader in) {
        control = in.getInt();
        deltas = in.getInt();
    }
}

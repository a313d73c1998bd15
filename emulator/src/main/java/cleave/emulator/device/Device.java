package cleave.emulator.device;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * A memory-mapped device. Offsets are in bytes from the device's base and lie within the window of
 * its row in the platform table; accesses are naturally aligned, 1, 2 or 4 bytes wide, and
 * little-endian. A device lives on virtual time only: it learns the time from the
 * {@link cleave.emulator.time.EventQueue} it was built with and schedules its future there.
 */
public interface Device {
    /** What messages call this instance: {@code uart0}, {@code virtio3}. */
    String name();

    /** Back to the state after power-on. Lowers the interrupt line. */
    void reset();

    /**
     * Reads {@code width} bytes, zero-extended. Reading may have side effects (a receive buffer, a
     * claim register), so nothing but the guest's own loads may call it; see {@link #peek}.
     */
    int read(int offset, int width);

    /** Writes the low {@code width} bytes of {@code value}. */
    void write(int offset, int width, int value);

    /**
     * Whether an access of this width at this offset exists. When it does not, the hart takes a
     * load or store access fault and neither {@link #read} nor {@link #write} is called.
     */
    default boolean supports(int offset, int width, boolean write) {
        return true;
    }

    /** What a debugger sees: as {@link #read}, without any effect on the device. */
    int peek(int offset, int width);

    void save(StateWriter out);

    void load(StateReader in);
}

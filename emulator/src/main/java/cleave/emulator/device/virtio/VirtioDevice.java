package cleave.emulator.device.virtio;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * One kind of virtio device (virtio 1.2, chapter 5) behind a transport. All methods are called on
 * the machine's thread.
 */
public interface VirtioDevice {
    /** The number of this kind of device (virtio 1.2, 5). */
    int deviceId();

    /** What messages and {@code cleave describe} call this kind: {@code block}. */
    String kind();

    /** The feature bits offered, without those that the transport offers for every device. */
    long features(boolean legacy);

    /** How many virtqueues there are. */
    int queueCount();

    /** Bytes of configuration space. */
    int configLength();

    /** Reads {@code width} bytes of configuration space; the range lies within it. */
    int readConfig(int offset, int width);

    /** Writes {@code width} bytes of configuration space; what cannot be written stays. */
    void writeConfig(int offset, int width, int value);

    /** Called once, before all other methods. */
    void attach(VirtioLink link);

    /** The driver says that there are buffers in this queue. */
    void notified(int queue);

    /** Forgets what was under way, also what was scheduled. */
    void reset();

    void save(StateWriter out);

    void load(StateReader in);
}

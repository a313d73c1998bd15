package cleave.emulator.device.virtio;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.Uart16550;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;

/**
 * The console device (virtio 1.2, 5.3) with one port, without VIRTIO_CONSOLE_F_MULTIPORT and
 * without a size, but with emergency write. Output leaves while the driver notifies. Input is
 * put into the driver's buffers as they are: the port is looked at when buffers arrive, and then
 * regularly while some are left and the port may still deliver.
 */
public final class VirtioConsole implements VirtioDevice {
    private static final int DEVICE_ID = 3;
    private static final int RECEIVE = 0;
    private static final int TRANSMIT = 1;
    private static final long EMERGENCY_WRITE = 1L << 2;
    private static final int CHUNK_BYTES = 4096;
    private static final int CONFIG_LENGTH = 12;
    /** Columns and rows, not negotiated, are the word at 0. */
    private static final int CONFIG_PORTS = 4;
    private static final int CONFIG_EMERGENCY = 8;

    private final ConsolePort port;
    private final EventQueue events;
    private final EventQueue.Event poll;
    private VirtioLink link;

    /** {@code name} is what the event queue calls it. */
    public VirtioConsole(String name, ConsolePort port, EventQueue events) {
        this.port = port;
        this.events = events;
        this.poll = events.register(name + " poll", () -> link.guarded(this::receive));
    }

    @Override
    public int deviceId() {
        return DEVICE_ID;
    }

    @Override
    public String kind() {
        return "console";
    }

    @Override
    public long features(boolean legacy) {
        return EMERGENCY_WRITE | (legacy ? RingFeature.ANY_LAYOUT.mask() : 0);
    }

    @Override
    public int queueCount() {
        return 2;
    }

    @Override
    public int configLength() {
        return CONFIG_LENGTH;
    }

    @Override
    public int readConfig(int offset, int width) {
        return offset == CONFIG_PORTS ? 1 : 0;
    }

    @Override
    public void writeConfig(int offset, int width, int value) {
        if (offset == CONFIG_EMERGENCY) {
            port.put(value & 0xff);
        }
    }

    @Override
    public void attach(VirtioLink transport) {
        link = transport;
    }

    @Override
    public void notified(int queue) {
        if (queue == TRANSMIT) {
            transmit();
        } else {
            receive();
        }
    }

    private void transmit() {
        VirtQueue queue = link.queue(TRANSMIT);
        byte[] bytes = new byte[CHUNK_BYTES];
        for (DescriptorChain chain = queue.pop(); chain != null; chain = queue.pop()) {
            long done = 0;
            while (done < chain.readableLength()) {
                int count = chain.read(done, bytes, CHUNK_BYTES);
                for (int i = 0; i < count; i++) {
                    port.put(bytes[i] & 0xff);
                }
                done += count;
            }
            queue.push(chain, 0);
            link.buffersUsed(queue);
        }
    }

    private void receive() {
        VirtQueue queue = link.queue(RECEIVE);
        while (port.hasInput() && queue.hasAvailable()) {
            DescriptorChain chain = queue.pop();
            byte[] one = new byte[1];
            long done = 0;
            while (done < chain.writableLength() && port.hasInput()) {
                one[0] = (byte) port.take();
                done += chain.write(done, one, 1);
            }
            queue.push(chain, done);
            link.buffersUsed(queue);
        }
        boolean waiting = !port.closed() && queue.hasAvailable();
        poll.at(waiting ? events.now() + Uart16550.POLL_CYCLES : EventQueue.NEVER);
    }

    @Override
    public void reset() {
        poll.cancel();
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(poll.time());
    }

    @Override
    public void load(StateReader in) {
        poll.at(in.getLong());
    }
}

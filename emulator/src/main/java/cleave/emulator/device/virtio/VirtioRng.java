package cleave.emulator.device.virtio;

import cleave.emulator.device.SplitMix64;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * The entropy device (virtio 1.2, 5.4). Its bytes come from a generator with a seed of the
 * user's choice, so that a run can be repeated: do not keep secrets with them.
 */
public final class VirtioRng implements VirtioDevice {
    private static final int DEVICE_ID = 4;
    private static final int CHUNK_BYTES = 4096;

    private VirtioLink link;
    private final SplitMix64 generator;

    public VirtioRng(long seed) {
        this.generator = new SplitMix64(seed);
    }

    @Override
    public int deviceId() {
        return DEVICE_ID;
    }

    @Override
    public String kind() {
        return "rng";
    }

    @Override
    public long features(boolean legacy) {
        return legacy ? RingFeature.ANY_LAYOUT.mask() : 0;
    }

    @Override
    public int queueCount() {
        return 1;
    }

    @Override
    public int configLength() {
        return 0;
    }

    @Override
    public int readConfig(int offset, int width) {
        throw new AssertionError("there is no configuration");
    }

    @Override
    public void writeConfig(int offset, int width, int value) {
        throw new AssertionError("there is no configuration");
    }

    @Override
    public void attach(VirtioLink transport) {
        link = transport;
    }

    @Override
    public void notified(int queue) {
        VirtQueue requests = link.queue(queue);
        byte[] bytes = new byte[CHUNK_BYTES];
        for (DescriptorChain chain = requests.pop(); chain != null; chain = requests.pop()) {
            long done = 0;
            while (done < chain.writableLength()) {
                generator.fill(bytes);
                done += chain.write(done, bytes, CHUNK_BYTES);
            }
            requests.push(chain, done);
            link.buffersUsed(requests);
        }
    }

    /** The generator goes on where it was: no reset makes it repeat what it gave out. */
    @Override
    public void reset() {
        // There is nothing under way.
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(generator.state());
    }

    @Override
    public void load(StateReader in) {
        generator.setState(in.getLong());
    }
}

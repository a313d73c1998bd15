package cleave.emulator.device.virtio;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * The entropy device (virtio 1.2, 5.4). Its bytes come from a SplitMix64 generator with a seed of
 * the user's choice, so that a run can be repeated: do not keep secrets with them.
 */
public final class VirtioRng implements VirtioDevice {
    private static final int DEVICE_ID = 4;
    private static final int CHUNK_BYTES = 4096;

    private VirtioLink link;
    private long state;

    public VirtioRng(long seed) {
        this.state = seed;
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
                fill(bytes);
                done += chain.write(done, bytes, CHUNK_BYTES);
            }
            requests.push(chain, done);
            link.buffersUsed(requests);
        }
    }

    private void fill(byte[] bytes) {
        for (int i = 0; i < bytes.length; i += Long.BYTES) {
            long word = next();
            for (int j = 0; j < Long.BYTES; j++) {
                bytes[i + j] = (byte) (word >>> j * Byte.SIZE);
            }
        }
    }

    /** SplitMix64 (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom generators"). */
    private long next() {
        state += 0x9e37_79b9_7f4a_7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /** The generator goes on where it was: no reset makes it repeat what it gave out. */
    @Override
    public void reset() {
        // There is nothing under way.
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(state);
    }

    @Override
    public void load(StateReader in) {
        state = in.getLong();
    }
}

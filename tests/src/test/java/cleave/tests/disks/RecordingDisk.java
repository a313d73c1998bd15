package cleave.tests.disks;

import cleave.emulator.device.virtio.BlockBackend;
import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A disk in memory that remembers every write, so that it can be seen as it was at any moment: also
 * as one that kept writes in a cache of its own until it was told to flush them.
 */
final class RecordingDisk implements BlockBackend {
    /** @param bytes null for a flush */
    private record Step(long offset, byte[] bytes) {
    }

    private final byte[] image;
    private final MemoryBlockBackend disk;
    private final List<Step> steps = new ArrayList<>();
    private int reads;

    RecordingDisk(byte[] image) {
        this.image = image.clone();
        this.disk = new MemoryBlockBackend("recorded", image);
    }

    /** Writes and flushes so far. */
    int steps() {
        return steps.size();
    }

    int reads() {
        return reads;
    }

    int writes() {
        return (int) steps.stream().filter(step -> step.bytes != null).count();
    }

    byte[] contents() {
        return disk.contents();
    }

    /**
     * What is on it when the power fails behind so many steps: all that came before the last flush,
     * and of the rest what luck leaves.
     */
    byte[] after(int count, Random luck) {
        byte[] bytes = image.clone();
        int flushed = count;
        while (flushed > 0 && steps.get(flushed - 1).bytes != null) {
            flushed--;
        }
        int kept = luck.nextInt(5);
        for (int i = 0; i < count; i++) {
            Step step = steps.get(i);
            if (step.bytes != null && (i < flushed || luck.nextInt(4) < kept)) {
                System.arraycopy(step.bytes, 0, bytes, (int) step.offset, step.bytes.length);
            }
        }
        return bytes;
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long offset, byte[] destination, int length) {
        reads++;
        disk.read(offset, destination, length);
    }

    @Override
    public void write(long offset, byte[] source, int length) {
        steps.add(new Step(offset, Arrays.copyOf(source, length)));
        disk.write(offset, source, length);
    }

    @Override
    public void flush() {
        steps.add(new Step(0, null));
    }

    @Override
    public void save(StateWriter out) {
        disk.save(out);
    }

    @Override
    public void load(StateReader in) {
        // What was recorded led to another state.
        steps.clear();
        disk.load(in);
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }
}

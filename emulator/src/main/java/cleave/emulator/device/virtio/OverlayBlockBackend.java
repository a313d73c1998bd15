package cleave.emulator.device.virtio;

import cleave.emulator.state.StateFormatException;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Snapshot mode: what is written stays in memory, in blocks of {@value #BLOCK_BYTES} bytes, and
 * the backend below is only ever read.
 */
public final class OverlayBlockBackend implements BlockBackend {
    private static final int BLOCK_BYTES = 4096;

    private final BlockBackend base;
    private final Map<Long, byte[]> changed = new TreeMap<>();

    public OverlayBlockBackend(BlockBackend base) {
        this.base = base;
    }

    @Override
    public String name() {
        return base.name() + " (snapshot)";
    }

    @Override
    public long size() {
        return base.size();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    /** How many bytes of memory the changes take. */
    public long changedBytes() {
        return (long) changed.size() * BLOCK_BYTES;
    }

    @Override
    public void read(long offset, byte[] destination, int length) throws IOException {
        base.read(offset, destination, length);
        if (changed.isEmpty()) {
            return;
        }
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int within = (int) (at % BLOCK_BYTES);
            int count = Math.min(BLOCK_BYTES - within, length - done);
            byte[] block = changed.get(at / BLOCK_BYTES);
            if (block != null) {
                System.arraycopy(block, within, destination, done, count);
            }
            done += count;
        }
    }

    @Override
    public void write(long offset, byte[] source, int length) throws IOException {
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int within = (int) (at % BLOCK_BYTES);
            int count = Math.min(BLOCK_BYTES - within, length - done);
            byte[] block = changed.get(at / BLOCK_BYTES);
            if (block == null) {
                block = fromBase(at / BLOCK_BYTES);
                changed.put(at / BLOCK_BYTES, block);
            }
            System.arraycopy(source, done, block, within, count);
            done += count;
        }
    }

    private byte[] fromBase(long number) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        long start = number * BLOCK_BYTES;
        base.read(start, block, (int) Math.min(BLOCK_BYTES, base.size() - start));
        return block;
    }

    @Override
    public void flush() {
        // Nothing of this is meant to last.
    }

    @Override
    public void save(StateWriter out) {
        base.save(out);
        out.putInt(changed.size());
        changed.forEach((number, block) -> {
            out.putLong(number);
            out.putBytes(block, 0, BLOCK_BYTES);
        });
    }

    @Override
    public void load(StateReader in) {
        base.load(in);
        changed.clear();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            long number = in.getLong();
            if (number < 0 || number * BLOCK_BYTES >= size()) {
                throw new StateFormatException(
                        "the saved state has a block " + number + " beyond the end of " + name());
            }
            byte[] block = new byte[BLOCK_BYTES];
            in.getBytes(block, 0, BLOCK_BYTES);
            changed.put(number, block);
        }
    }

    @Override
    public void close() throws IOException {
        base.close();
    }
}

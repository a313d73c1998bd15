package cleave.emulator.device.virtio;

import cleave.emulator.state.StateFormatException;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.io.IOException;
import java.util.List;

/**
 * A disk with bad sectors: requests that touch them fail, before any of their bytes has been
 * transferred. Which ranges have failed already, and how many requests there were, is part of the
 * machine's state, so that the same fail again after going back in time.
 */
public final class FaultyBlockBackend implements BlockBackend {
    private final BlockBackend base;
    private final List<FaultRange> ranges;
    private final boolean[] spent;
    /** Requests so far, of the kinds of each range. */
    private final long[] requests;

    public FaultyBlockBackend(BlockBackend base, List<FaultRange> ranges) {
        this.base = base;
        this.ranges = List.copyOf(ranges);
        this.spent = new boolean[ranges.size()];
        this.requests = new long[ranges.size()];
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public long size() {
        return base.size();
    }

    @Override
    public boolean readOnly() {
        return base.readOnly();
    }

    @Override
    public void read(long offset, byte[] destination, int length) throws IOException {
        check(false, offset, length);
        base.read(offset, destination, length);
    }

    @Override
    public void write(long offset, byte[] source, int length) throws IOException {
        check(true, offset, length);
        base.write(offset, source, length);
    }

    private void check(boolean write, long offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        long from = offset / SECTOR_BYTES;
        long to = (offset + length - 1) / SECTOR_BYTES;
        long failing = -1;
        for (int i = 0; i < spent.length; i++) {
            FaultRange range = ranges.get(i);
            if (!range.isOf(write)) {
                continue;
            }
            requests[i]++;
            boolean met = range.counted() ? range.meets(requests[i], requests[i])
                    : range.meets(from, to);
            if (failing < 0 && met && !spent[i]) {
                spent[i] = range.once();
                failing = range.counted() ? from : Math.max(from, range.first());
            }
        }
        if (failing >= 0) {
            throw new IOException("a " + (write ? "write to" : "read of") + " sector " + failing
                    + " fails, as errors= demands");
        }
    }

    @Override
    public void flush() throws IOException {
        base.flush();
    }

    @Override
    public void save(StateWriter out) {
        out.putInt(spent.length);
        for (int i = 0; i < spent.length; i++) {
            out.putBoolean(spent[i]);
            out.putLong(requests[i]);
        }
        base.save(out);
    }

    @Override
    public void load(StateReader in) {
        if (in.getInt() != spent.length) {
            throw new StateFormatException("the saved state has other errors= for " + name());
        }
        for (int i = 0; i < spent.length; i++) {
            spent[i] = in.getBoolean();
            requests[i] = in.getLong();
        }
        base.load(in);
    }

    @Override
    public void close() throws IOException {
        base.close();
    }
}

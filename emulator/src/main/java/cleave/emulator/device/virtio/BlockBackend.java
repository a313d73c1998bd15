package cleave.emulator.device.virtio;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.io.IOException;

/** What a disk's bytes are kept in. Offsets and lengths lie within {@link #size}. */
public interface BlockBackend extends AutoCloseable {
    int SECTOR_BYTES = 512;

    /** What messages call it: a file's name. */
    String name();

    /** Bytes, a multiple of {@link #SECTOR_BYTES}; never changes. */
    long size();

    boolean readOnly();

    void read(long offset, byte[] destination, int length) throws IOException;

    /** Fails on a read-only backend. */
    void write(long offset, byte[] source, int length) throws IOException;

    /** Makes everything written so far survive a failure of the host. */
    void flush() throws IOException;

    /**
     * Saves what the backend keeps in memory. What is in a file stays in the file: whoever goes
     * back in time must put an {@link OverlayBlockBackend} in front of it.
     */
    void save(StateWriter out);

    void load(StateReader in);

    @Override
    void close() throws IOException;
}

package cleave.emulator.device.virtio;

import cleave.emulator.state.StateFormatException;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.util.Arrays;

/** A disk in memory: for embedding, and for images that were made on the spot. */
public final class MemoryBlockBackend implements BlockBackend {
    private final String name;
    private final byte[] bytes;

    /** Takes a copy of {@code image}, with zeros up to a whole sector. */
    public MemoryBlockBackend(String name, byte[] image) {
        this.name = name;
        this.bytes = Arrays.copyOf(image,
                (image.length + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES);
    }

    /** A copy of what is on the disk now. */
    public byte[] contents() {
        return bytes.clone();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long offset, byte[] destination, int length) {
        System.arraycopy(bytes, (int) offset, destination, 0, length);
    }

    @Override
    public void write(long offset, byte[] source, int length) {
        System.arraycopy(source, 0, bytes, (int) offset, length);
    }

    @Override
    public void flush() {
        // There is nothing behind memory.
    }

    @Override
    public void save(StateWriter out) {
        out.putInt(bytes.length);
        out.putBytes(bytes, 0, bytes.length);
    }

    @Override
    public void load(StateReader in) {
        if (in.getInt() != bytes.length) {
            throw new StateFormatException(
                    "the saved state has a disk of another size than " + name);
        }
        in.getBytes(bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }
}

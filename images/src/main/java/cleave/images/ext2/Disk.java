package cleave.images.ext2;

import cleave.toolchain.disk.DiskBytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk image, or a part of one, that can be written. */
public interface Disk extends DiskBytes {
    /** Writes what remains in {@code bytes}. */
    void write(long offset, ByteBuffer bytes) throws IOException;

    /** A partition of it. */
    default Disk region(String regionName, long start, long length) {
        return new Region(regionName, this, start, Math.min(length, size() - start));
    }

    /** Bytes from {@code start} of a disk. */
    record Region(String name, Disk whole, long start, long size) implements Disk {
        @Override
        public ByteBuffer read(long offset, int length) throws IOException {
            require(offset, length);
            return whole.read(start + offset, length);
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            require(offset, bytes.remaining());
            whole.write(start + offset, bytes);
        }
    }
}

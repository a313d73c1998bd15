package cleave.toolchain.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A part of a disk.
 *
 * @param start where it begins, in bytes of {@code whole}
 */
record DiskPart(String name, DiskBytes whole, long start, long size) implements DiskBytes {
    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        require(offset, length);
        return whole.read(start + offset, length);
    }
}

package cleave.toolchain.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A disk image, or a part of one, that is read at any place. */
public interface DiskBytes {
    /** What messages call it. */
    String name();

    /** Bytes. */
    long size();

    /** Where it begins in the disk that it is a part of, in bytes; 0 for a whole disk. */
    default long start() {
        return 0;
    }

    /**
     * A little-endian copy of {@code length} bytes.
     *
     * @throws DiskException when they do not all lie within the disk
     */
    ByteBuffer read(long offset, int length) throws IOException;

    /** All that a channel has. */
    static DiskBytes of(String name, SeekableByteChannel channel) throws IOException {
        return new ChannelBytes(name, channel, channel.size());
    }

    /** The bytes of a partition, as far as the image has them. */
    default DiskBytes part(String partName, long offset, long length) {
        long start = Math.max(0, Math.min(offset, size()));
        return new DiskPart(partName, this, start, Math.max(0, Math.min(length, size() - start)));
    }

    /** Refuses what is not all within the disk. */
    default void require(long offset, long length) throws DiskException {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw damaged(String.format("it refers to byte 0x%x, and has only 0x%x",
                    offset + length, size()));
        }
    }

    default DiskException damaged(String how) {
        return new DiskException(name() + " is damaged or truncated: " + how
                + ": copy or build it again");
    }
}

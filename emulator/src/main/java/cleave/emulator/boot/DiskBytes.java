package cleave.emulator.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** A part of a disk image, read at any place. What lies behind its end is an error. */
final class DiskBytes {
    private final String name;
    private final SeekableByteChannel channel;
    private final long start;
    private final long size;

    /**
     * @param name what messages call it
     * @param start first byte in the channel
     * @param size bytes from there
     */
    DiskBytes(String name, SeekableByteChannel channel, long start, long size) {
        this.name = name;
        this.channel = channel;
        this.start = start;
        this.size = size;
    }

    static DiskBytes whole(String name, SeekableByteChannel channel) throws IOException {
        return new DiskBytes(name, channel, 0, channel.size());
    }

    /** The bytes of a partition, as far as the image has them. */
    DiskBytes part(String partName, long offset, long length) {
        long available = Math.max(0, size - offset);
        return new DiskBytes(partName, channel, start + offset, Math.min(length, available));
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    /** A little-endian copy. */
    ByteBuffer read(long offset, int length) throws IOException {
        if (offset < 0 || offset + length > size) {
            throw damaged(String.format("it refers to byte 0x%x, and has only 0x%x",
                    offset + length, size));
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(start + offset);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw damaged("it became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    BootException damaged(String how) {
        return new BootException(name + " is damaged or truncated: " + how
                + ": copy or build it again");
    }
}

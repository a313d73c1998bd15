package cleave.toolchain.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** The bytes of an image file. */
record ChannelBytes(String name, SeekableByteChannel channel, long size) implements DiskBytes {
    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        require(offset, length);
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(offset);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw damaged("it became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}

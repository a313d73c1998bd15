package cleave.toolchain.disk.ext2;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the content of a file, piece by piece, in its order; holes are left out. */
@FunctionalInterface
public interface BlockSink {
    /** @param offset where the bytes lie in the file */
    void accept(long offset, ByteBuffer bytes) throws IOException;
}

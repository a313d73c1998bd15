package cleave.emulator.state;

import java.io.ByteArrayOutputStream;

/**
 * State as bytes, for {@link ByteStateReader}. They begin with a magic number and the version of
 * the encoding.
 */
public final class ByteStateWriter extends BufferedStateWriter {
    /** "CLVS" in little-endian order. */
    static final int MAGIC = 0x53564c43;
    static final int VERSION = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public ByteStateWriter() {
        putInt(MAGIC);
        putInt(VERSION);
    }

    @Override
    void drain(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
    }

    /** Everything written so far. */
    public byte[] toBytes() {
        flush();
        return bytes.toByteArray();
    }
}

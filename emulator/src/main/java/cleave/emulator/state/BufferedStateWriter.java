package cleave.emulator.state;

import java.nio.charset.StandardCharsets;

/**
 * The one encoding of state: little-endian values without tags, and before each section a marker
 * byte and the section's name with its length. Whole buffers go to {@link #drain}.
 */
abstract class BufferedStateWriter implements StateWriter {
    static final byte SECTION_MARKER = 0x53;

    private final byte[] buffer = new byte[1 << 13];
    private int length;

    /** Takes {@code length} encoded bytes, in order; {@code bytes} is reused afterwards. */
    abstract void drain(byte[] bytes, int offset, int length);

    final void flush() {
        drain(buffer, 0, length);
        length = 0;
    }

    @Override
    public void section(String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        putByte(SECTION_MARKER);
        putInt(encoded.length);
        putBytes(encoded, 0, encoded.length);
    }

    @Override
    public void putInt(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            putByte((byte) (value >> shift));
        }
    }

    @Override
    public void putLong(long value) {
        putInt((int) value);
        putInt((int) (value >> Integer.SIZE));
    }

    @Override
    public void putBoolean(boolean value) {
        putByte((byte) (value ? 1 : 0));
    }

    @Override
    public void putBytes(byte[] bytes, int offset, int count) {
        if (count > buffer.length - length) {
            flush();
            if (count >= buffer.length) {
                drain(bytes, offset, count);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    private void putByte(byte value) {
        if (length == buffer.length) {
            flush();
        }
        buffer[length++] = value;
    }
}

package cleave.emulator.state;

import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteStateWriter} wrote. */
public final class ByteStateReader implements StateReader {
    private final byte[] bytes;
    private int position;
    private String section = "the header";

    /**
     * @throws StateFormatException if {@code bytes} do not begin as a saved state, or begin as one
     *     of another version
     */
    public ByteStateReader(byte[] bytes) {
        this.bytes = bytes;
        if (bytes.length < 2 * Integer.BYTES || getInt() != ByteStateWriter.MAGIC) {
            throw new StateFormatException("this is not a saved state of Cleave");
        }
        int version = getInt();
        if (version != ByteStateWriter.VERSION) {
            throw new StateFormatException("the saved state has version " + version
                    + "; this Cleave reads version " + ByteStateWriter.VERSION);
        }
    }

    @Override
    public void section(String name) {
        int start = position;
        String found = null;
        if (getByte() == BufferedStateWriter.SECTION_MARKER) {
            int length = getInt();
            if (length >= 0 && length <= bytes.length - position) {
                found = new String(bytes, position, length, StandardCharsets.UTF_8);
                position += length;
            }
        }
        if (!name.equals(found)) {
            throw new StateFormatException("saved state, byte " + start + ", after " + section
                    + ": expected section '" + name + "', found "
                    + (found == null ? "something that is no section" : "'" + found + "'"));
        }
        section = "section '" + name + "'";
    }

    @Override
    public int getInt() {
        need(Integer.BYTES);
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= (bytes[position++] & 0xff) << shift;
        }
        return value;
    }

    @Override
    public long getLong() {
        long low = getInt() & 0xffff_ffffL;
        return low | (long) getInt() << Integer.SIZE;
    }

    @Override
    public boolean getBoolean() {
        int value = getByte();
        if (value != 0 && value != 1) {
            throw new StateFormatException("saved state, byte " + (position - 1) + ", in "
                    + section + ": a truth value of " + value);
        }
        return value == 1;
    }

    @Override
    public void getBytes(byte[] destination, int offset, int length) {
        need(length);
        System.arraycopy(bytes, position, destination, offset, length);
        position += length;
    }

    /** Expects that everything has been read. */
    public void end() {
        if (position != bytes.length) {
            throw new StateFormatException("saved state: " + (bytes.length - position)
                    + " bytes are left after " + section);
        }
    }

    private byte getByte() {
        need(1);
        return bytes[position++];
    }

    private void need(int count) {
        if (bytes.length - position < count) {
            throw new StateFormatException("saved state: it ends in " + section);
        }
    }
}

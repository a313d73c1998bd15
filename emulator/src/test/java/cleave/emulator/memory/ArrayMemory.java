package cleave.emulator.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RAM of a test. */
public final class ArrayMemory implements GuestMemory {
    private final long base;
    private final ByteBuffer bytes;

    public ArrayMemory(long base, int size) {
        this.base = base;
        this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int index(long pa, int length) {
        if (!contains(pa, length)) {
            throw new AssertionError(String.format("0x%x is not RAM", pa));
        }
        return (int) (pa - base);
    }

    @Override
    public boolean contains(long pa, long length) {
        return pa >= base && length >= 0 && length <= bytes.capacity()
                && pa - base <= bytes.capacity() - length;
    }

    @Override
    public int readByte(long pa) {
        return bytes.get(index(pa, 1)) & 0xff;
    }

    @Override
    public int readShort(long pa) {
        return bytes.getShort(index(pa, 2)) & 0xffff;
    }

    @Override
    public int readInt(long pa) {
        return bytes.getInt(index(pa, 4));
    }

    @Override
    public void writeByte(long pa, int value) {
        bytes.put(index(pa, 1), (byte) value);
    }

    @Override
    public void writeShort(long pa, int value) {
        bytes.putShort(index(pa, 2), (short) value);
    }

    @Override
    public void writeInt(long pa, int value) {
        bytes.putInt(index(pa, 4), value);
    }

    @Override
    public void read(long pa, byte[] destination, int offset, int length) {
        bytes.get(index(pa, length), destination, offset, length);
    }

    @Override
    public void write(long pa, byte[] source, int offset, int length) {
        bytes.put(index(pa, length), source, offset, length);
    }
}

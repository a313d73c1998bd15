package cleave.magic;

/**
 * An address of a byte of raw memory, for places no struct describes. Offsets are in bytes; those
 * of halfwords and words must be aligned. {@code load} and {@code store} are ordinary accesses,
 * which the compiler may merge or leave out; {@code read} and {@code write} are volatile: each
 * happens once, with that width, in program order.
 */
public final class Address extends Word {
    private Address(int bits) {
        super(bits);
    }

    public static Address of(int bits) {
        return new Address(bits);
    }

    public static Address of(Struct struct) {
        throw Hosted.notHere();
    }

    /** The address of the function. */
    public static Address of(Fn function) {
        throw Hosted.notHere();
    }

    /** The address of the first character, a byte each; a zero byte follows the last. */
    public static Address of(String literal) {
        throw Hosted.notHere();
    }

    /** The address of element 0. */
    public static Address of(boolean[] array) {
        throw Hosted.notHere();
    }

    public static Address of(byte[] array) {
        throw Hosted.notHere();
    }

    public static Address of(short[] array) {
        throw Hosted.notHere();
    }

    public static Address of(char[] array) {
        throw Hosted.notHere();
    }

    public static Address of(int[] array) {
        throw Hosted.notHere();
    }

    public static Address of(long[] array) {
        throw Hosted.notHere();
    }

    public static Address of(Struct[] array) {
        throw Hosted.notHere();
    }

    public static Address of(Fn[] array) {
        throw Hosted.notHere();
    }

    public static Address of(Word[] array) {
        throw Hosted.notHere();
    }

    public Address plus(int bytes) {
        return new Address(bits() + bytes);
    }

    public Address minus(int bytes) {
        return new Address(bits() - bytes);
    }

    /** Bytes from {@code other} to here. */
    public int minus(Address other) {
        return bits() - other.bits();
    }

    /** Whether this address is lower than {@code other}, both unsigned. */
    public boolean isBelow(Address other) {
        return Integer.compareUnsigned(bits(), other.bits()) < 0;
    }

    public boolean isNull() {
        return bits() == 0;
    }

    public int loadByte(int offset) {
        throw Hosted.notHere();
    }

    public int loadUnsignedByte(int offset) {
        throw Hosted.notHere();
    }

    public int loadShort(int offset) {
        throw Hosted.notHere();
    }

    public int loadUnsignedShort(int offset) {
        throw Hosted.notHere();
    }

    public int loadInt(int offset) {
        throw Hosted.notHere();
    }

    public long loadLong(int offset) {
        throw Hosted.notHere();
    }

    public int readByte(int offset) {
        throw Hosted.notHere();
    }

    public int readUnsignedByte(int offset) {
        throw Hosted.notHere();
    }

    public int readShort(int offset) {
        throw Hosted.notHere();
    }

    public int readUnsignedShort(int offset) {
        throw Hosted.notHere();
    }

    public int readInt(int offset) {
        throw Hosted.notHere();
    }

    public long readLong(int offset) {
        throw Hosted.notHere();
    }

    public void storeByte(int offset, int value) {
        throw Hosted.notHere();
    }

    public void storeShort(int offset, int value) {
        throw Hosted.notHere();
    }

    public void storeInt(int offset, int value) {
        throw Hosted.notHere();
    }

    public void storeLong(int offset, long value) {
        throw Hosted.notHere();
    }

    public void writeByte(int offset, int value) {
        throw Hosted.notHere();
    }

    public void writeShort(int offset, int value) {
        throw Hosted.notHere();
    }

    public void writeInt(int offset, int value) {
        throw Hosted.notHere();
    }

    public void writeLong(int offset, long value) {
        throw Hosted.notHere();
    }
}

package cleave.toolchain.disk.ext2;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A copy of a structure of the disk, whose fields have names. */
public interface Structure {
    /** The copy itself, little-endian, from 0 to its limit. */
    ByteBuffer bytes();

    /** A field's value, unsigned. */
    default long get(Ext2Field field) {
        return get(bytes(), 0, field);
    }

    /** Sets a field to the low bits of a value. */
    default void set(Ext2Field field, long value) {
        set(bytes(), 0, field, value);
    }

    /** A field that is no number. */
    default byte[] getBytes(Ext2Field field) {
        byte[] value = new byte[field.size()];
        bytes().get(field.offset(), value);
        return value;
    }

    /** Sets a field that is no number; what is too short is followed by zeros. */
    default void setBytes(Ext2Field field, byte[] value) {
        bytes().put(field.offset(), Arrays.copyOf(value, field.size()));
    }

    /** A field of the structure that begins at {@code start}. */
    static long get(ByteBuffer bytes, int start, Ext2Field field) {
        int at = start + field.offset();
        return switch (field.size()) {
            case Byte.BYTES -> bytes.get(at) & 0xffL;
            case Short.BYTES -> bytes.getShort(at) & 0xffffL;
            case Integer.BYTES -> bytes.getInt(at) & 0xffff_ffffL;
            default -> throw new IllegalArgumentException(field + " is no number");
        };
    }

    static void set(ByteBuffer bytes, int start, Ext2Field field, long value) {
        int at = start + field.offset();
        switch (field.size()) {
            case Byte.BYTES -> bytes.put(at, (byte) value);
            case Short.BYTES -> bytes.putShort(at, (short) value);
            case Integer.BYTES -> bytes.putInt(at, (int) value);
            default -> throw new IllegalArgumentException(field + " is no number");
        }
    }
}

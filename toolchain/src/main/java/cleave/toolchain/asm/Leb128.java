package cleave.toolchain.asm;

import java.io.ByteArrayOutputStream;

/** Numbers in seven bits a byte, the low ones first; bit 7 says that more follow (DWARF 5, 7.6). */
public final class Leb128 {
    private static final int BITS = 7;
    private static final int MORE = 0x80;

    private Leb128() {
    }

    public static byte[] unsigned(long value) {
        return unsigned(value, 1);
    }

    /** At least {@code size} bytes: what is longer than it needs to be means the same. */
    static byte[] unsigned(long value, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >>> BITS != 0 || out.size() < size - 1) {
            out.write((int) rest & MORE - 1 | MORE);
            rest >>>= BITS;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    public static byte[] signed(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest >> BITS - 1 != 0 && rest >> BITS - 1 != -1) {
            out.write((int) rest & MORE - 1 | MORE);
            rest >>= BITS;
        }
        out.write((int) rest & MORE - 1);
        return out.toByteArray();
    }
}

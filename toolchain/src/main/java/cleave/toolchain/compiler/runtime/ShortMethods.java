package cleave.toolchain.compiler.runtime;

import cleave.magic.Inline;

/** Methods of {@code java.lang.Short} of the same names. */
public final class ShortMethods {
    private ShortMethods() {
    }

    @Inline
    static int compare(short a, short b) {
        return a - b;
    }

    @Inline
    static int compareUnsigned(short a, short b) {
        return Short.toUnsignedInt(a) - Short.toUnsignedInt(b);
    }

    @Inline
    static short reverseBytes(short value) {
        return (short) (value << 8 | (value & 0xff00) >> 8);
    }
}

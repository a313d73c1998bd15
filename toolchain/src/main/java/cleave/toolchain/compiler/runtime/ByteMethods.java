package cleave.toolchain.compiler.runtime;

import cleave.magic.Inline;

/** Methods of {@code java.lang.Byte} of the same names. */
public final class ByteMethods {
    private ByteMethods() {
    }

    @Inline
    static int compare(byte a, byte b) {
        return a - b;
    }

    @Inline
    static int compareUnsigned(byte a, byte b) {
        return Byte.toUnsignedInt(a) - Byte.toUnsignedInt(b);
    }
}

package cleave.toolchain.compiler.runtime;

import cleave.magic.Inline;

/** Methods of {@code java.lang.Character} of the same names. */
public final class CharacterMethods {
    private CharacterMethods() {
    }

    @Inline
    static int compare(char a, char b) {
        return a - b;
    }

    @Inline
    static char reverseBytes(char value) {
        return (char) (value << 8 | value >> 8);
    }
}

package cleave.guestos.user.sh;

import cleave.magic.Address;

/** Backslash escapes of {@code echo} and {@code printf}. */
final class Escapes {
    /** The result of {@link #put} for an escape that ends all output. */
    static final int STOP = -1;

    private static final Address FROM = Address.of("abfnrtv\\");
    private static final Address TO = Address.of("\u0007\b\f\n\r\t\u000b\\");

    private Escapes() {
    }

    /**
     * Puts what the backslash at the start of the text stands for, and returns how much of the text
     * that was. Octal digits follow a zero if {@code zero}, which is echo's way.
     */
    static int put(Text to, Address text, boolean zero) {
        int character = text.loadUnsignedByte(1);
        for (int i = 0; FROM.loadByte(i) != 0; i++) {
            if (character == FROM.loadByte(i)) {
                to.add(TO.loadByte(i));
                return 2;
            }
        }
        if (character == 'c' && zero) {
            return STOP;
        }
        int at = zero && character == '0' ? 2 : 1;
        int digits = 0;
        int value = 0;
        boolean octal = !zero || at == 2 || isOctal(character);
        while (octal && digits < 3 && isOctal(text.loadByte(at + digits))) {
            value = value * 8 + text.loadByte(at + digits) - '0';
            digits++;
        }
        if (digits > 0 || at == 2) {
            to.add(value);
            return at + digits;
        }
        to.add('\\');
        return 1;
    }

    /** Adds a text with its escapes as echo has them; false if one of them ends all output. */
    static boolean addAll(Text to, Address text) {
        Address at = text;
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) == '\\') {
                int used = put(to, at, true);
                if (used == STOP) {
                    return false;
                }
                at = at.plus(used);
            } else {
                to.add(at.loadUnsignedByte(0));
                at = at.plus(1);
            }
        }
        return true;
    }

    private static boolean isOctal(int character) {
        return character >= '0' && character <= '7';
    }
}

package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.magic.Address;

/** Sizes with letters: 4.0K for people, 10M on command lines. */
public final class Sizes {
    private static final String UNITS = "KMGTPE";
    private static final int KIBI = 1024;

    /** The first character that the last size parsed did not use. */
    private static Address end;

    private Sizes() {
    }

    /** Writes a number of bytes with a letter, rounded up, as GNU's {@code -h} has it. */
    public static void human(Address to, int size, long bytes) {
        if (bytes < KIBI) {
            Format.snprintf(to, size, "%lld", (int) bytes, (int) (bytes >> 32));
            return;
        }
        int unit = 0;
        long value = bytes;
        boolean more = false;
        while (value >= (long) KIBI * KIBI) {
            more |= (value & KIBI - 1) != 0;
            value >>= 10;
            unit++;
        }
        long tenths = (value * 10 + KIBI - 1) / KIBI;
        if (more && tenths * KIBI == value * 10) {
            tenths++;
        }
        if (tenths < 100) {
            Format.snprintf(to, size, "%d.%d%c", (int) tenths / 10, (int) tenths % 10,
                    UNITS.charAt(unit));
            return;
        }
        long whole = (value + KIBI - 1 + (more && (value & KIBI - 1) == 0 ? 1 : 0)) / KIBI;
        if (whole == KIBI) {
            Format.snprintf(to, size, "1.0%c", UNITS.charAt(unit + 1));
        } else {
            Format.snprintf(to, size, "%d%c", (int) whole, UNITS.charAt(unit));
        }
    }

    /**
     * A number with a unit: {@code c} 1, {@code w} 2, {@code b} 512, {@code K M G} powers of 1024,
     * {@code kB MB GB} powers of 1000. -1 with errno set if the text is none.
     */
    public static long parse(Address text) {
        Errors.errno = 0;
        if (!Characters.isDigit(text.loadByte(0))) {
            return -1;
        }
        long number = Numbers.parse(text, 10);
        end = Numbers.end();
        long unit = unit();
        if (Errors.errno != 0 || unit == 0 || end.loadByte(0) != 0
                || number > Long.divideUnsigned(Long.MAX_VALUE, unit)) {
            return -1;
        }
        return number * unit;
    }

    private static long unit() {
        int letter = end.loadUnsignedByte(0);
        if (letter == 0) {
            return 1;
        }
        end = end.plus(1);
        switch (letter) {
            case 'c':
                return 1;
            case 'w':
                return 2;
            case 'b':
                return 512;
            case 'k', 'K':
                return power(1);
            case 'M':
                return power(2);
            case 'G':
                return power(3);
            default:
                return 0;
        }
    }

    private static long power(int exponent) {
        int base = KIBI;
        if (end.loadByte(0) == 'B') {
            base = 1000;
            end = end.plus(1);
        } else if (end.loadByte(0) == 'i' && end.loadByte(1) == 'B') {
            end = end.plus(2);
        }
        long value = 1;
        for (int i = 0; i < exponent; i++) {
            value *= base;
        }
        return value;
    }
}

package cleave.guest;

import cleave.magic.Address;
import cleave.magic.Symbol;

/** Standard output and input of a program under Linux, the UART of one on the bare machine. */
public final class Console {
    private static final int DIGITS_MAX = 20;
    private static final byte[] DIGITS = new byte[DIGITS_MAX];
    private static final String HEXADECIMAL = "0123456789abcdef";

    private Console() {
    }

    /** Writes bytes from {@code from} on. */
    @Symbol(value = "__guest_write", stack = 0)
    public static native void write(Address from, int length);

    /** The next byte of input, for which it waits; -1 when there is no more. */
    @Symbol(value = "__guest_read", stack = 16)
    public static native int read();

    public static void print(String text) {
        write(Address.of(text), text.length());
    }

    /** Prints the text and a line feed. */
    public static void println(String text) {
        print(text);
        put('\n');
    }

    /** One byte. */
    public static void put(int character) {
        DIGITS[0] = (byte) character;
        write(Address.of(DIGITS), 1);
    }

    /** In decimal digits. */
    public static void print(int number) {
        int rest = number;
        int at = DIGITS_MAX;
        do {
            int digit = rest % 10;
            at--;
            DIGITS[at] = (byte) ('0' + (digit < 0 ? -digit : digit));
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            at--;
            DIGITS[at] = '-';
        }
        write(Address.of(DIGITS).plus(at), DIGITS_MAX - at);
    }

    /** Eight hexadecimal digits. */
    public static void printHex(int number) {
        for (int i = 0; i < 8; i++) {
            DIGITS[i] = (byte) HEXADECIMAL.charAt(number >>> 28 - 4 * i & 15);
        }
        write(Address.of(DIGITS), 8);
    }

    /** The text at that address, up to a zero byte. */
    public static void print(Address text) {
        int length = 0;
        while (text.plus(length).loadByte(0) != 0) {
            length++;
        }
        write(text, length);
    }
}

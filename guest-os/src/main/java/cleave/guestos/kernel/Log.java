package cleave.guestos.kernel;

import cleave.guestos.kernel.device.EarlyConsole;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * The kernel's messages: to the console, and to a ring that {@code dmesg} reads. A line is made
 * piece by piece: {@code Log.line().text("frames: ").decimal(free).end()}.
 */
public final class Log extends Struct {
    /** Bytes of the ring; a power of two. */
    public static final int SIZE = 1 << 14;

    private static final Log ALL = new Log();
    private static final byte[] DIGITS = new byte[12];
    private static final String HEXADECIMAL = "0123456789abcdef";
    private static final int INTEGER_DIGITS = 12;

    /** Bytes ever written. */
    private int written;
    /** Whether the console stays silent: {@code quiet} of the boot arguments. */
    private boolean quiet;
    /** Whether the line that is being made is thrown away. */
    private boolean away;
    @Inline(SIZE)
    private byte[] ring;

    /** Begins a line. */
    public static Log line() {
        return ALL;
    }

    /** Begins a line that is thrown away. */
    public static Log nowhere() {
        ALL.away = true;
        return ALL;
    }

    /** Keeps the console silent, but for the end of the kernel. */
    public static void setQuiet(boolean on) {
        ALL.quiet = on;
    }

    /** Bytes ever written; the last {@link #SIZE} of them can be read. */
    public static int written() {
        return ALL.written;
    }

    /** The byte at a place counted from the first ever written. */
    public static int at(int place) {
        return ALL.ring[place & SIZE - 1] & 0xff;
    }

    public Log put(int character) {
        if (away) {
            return this;
        }
        ring[written & SIZE - 1] = (byte) character;
        written++;
        if (!quiet) {
            if (character == '\n') {
                EarlyConsole.put('\r');
            }
            EarlyConsole.put(character);
        }
        return this;
    }

    public Log text(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /** A C string. */
    public Log text(Address text) {
        Address at = text;
        while (at.loadByte(0) != 0) {
            put(at.loadUnsignedByte(0));
            at = at.plus(1);
        }
        return this;
    }

    public Log decimal(int number) {
        int rest = number;
        int at = INTEGER_DIGITS;
        do {
            int digit = rest % 10;
            at--;
            DIGITS[at] = (byte) ('0' + (digit < 0 ? -digit : digit));
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            put('-');
        }
        for (int i = at; i < INTEGER_DIGITS; i++) {
            put(DIGITS[i]);
        }
        return this;
    }

    /** Eight digits. */
    public Log hex(int number) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            put(HEXADECIMAL.charAt(number >>> shift & 15));
        }
        return this;
    }

    public void end() {
        put('\n');
        away = false;
    }
}

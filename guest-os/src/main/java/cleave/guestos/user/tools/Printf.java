package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/**
 * {@code printf}: words by a format, which is used again while there are words (POSIX, printf).
 * Refuses the conversions of fractions: the guest has no floating point.
 */
final class Printf {
    private static final String USAGE = "printf FORMAT [WORD ...]\n"
            + "Prints words as the format says, again and again until there are no more.\n"
            + "  %d %i %u %o %x %X  numbers    %c %s %b  texts, %b with escapes    %%  itself\n"
            + "  \\n \\t \\\\ \\a \\b \\f \\r \\v \\e \\NNN \\xHH  characters    \\c  the end\n";

    private static final Text SPECIFICATION = new Text();
    private static final Text EXPANDED = new Text();
    private static final byte[] DIGITS = new byte[12];
    private static int count;
    private static Address arguments;
    private static int at;
    private static int status;
    private static boolean stopped;
    private static boolean used;

    private Printf() {
    }

    static int run(int words, Address vector) {
        count = words;
        arguments = vector;
        at = 1;
        if (at < count && Strings.equal(argument(at), "--")) {
            at++;
        }
        if (at == count) {
            Errors.warn("a format must follow; see printf --help");
            return 1;
        }
        if (at == 1 && count == 2 && Strings.equal(argument(1), "--help")) {
            Stdio.stdout().put("usage: ").put(USAGE);
            return 0;
        }
        Address format = argument(at);
        at++;
        do {
            used = false;
            once(format);
        } while (!stopped && used && at < count);
        if (!stopped && at < count) {
            Errors.warn(argument(at), "ignored, because the format takes no words");
        }
        return status;
    }

    private static Address argument(int index) {
        return Address.of(arguments.loadInt(4 * index));
    }

    /** The next word, empty behind the last. */
    private static Address next() {
        used = true;
        at++;
        return at - 1 < count ? argument(at - 1) : Address.of("");
    }

    private static void once(Address format) {
        Address from = format;
        while (from.loadByte(0) != 0 && !stopped) {
            int character = from.loadUnsignedByte(0);
            if (character == '\\') {
                from = escape(from.plus(1), false);
            } else if (character == '%') {
                from = conversion(from.plus(1));
            } else {
                Stdio.stdout().putByte(character);
                from = from.plus(1);
            }
        }
    }

    // ---- escapes ----

    private static Address escape(Address from, boolean zeroFirst) {
        EXPANDED.clear();
        Address behind = escape(from, zeroFirst, EXPANDED);
        Stdio.stdout().write(EXPANDED.address(), EXPANDED.length());
        return behind;
    }

    /** What a backslash and the characters from one on stand for; returns what is behind. */
    private static Address escape(Address from, boolean zeroFirst, Text to) {
        int letter = from.loadUnsignedByte(0);
        if (letter >= '0' && letter <= '7') {
            int most = zeroFirst && letter == '0' ? 4 : 3;
            return number(from, most, 8, to);
        }
        if (letter == 'x' && Characters.isHexDigit(from.loadUnsignedByte(1))) {
            return number(from.plus(1), 2, 16, to);
        }
        if (letter == 'c') {
            stopped = true;
            return from.plus(1);
        }
        int code = simple(letter);
        if (code < 0) {
            to.put('\\');
            return from;
        }
        to.put(code);
        return from.plus(1);
    }

    private static Address number(Address from, int most, int base, Text to) {
        int value = 0;
        int digits = 0;
        int digit = Characters.digit(from.loadUnsignedByte(0));
        while (digits < most && digit >= 0 && digit < base) {
            value = value * base + digit;
            digits++;
            digit = Characters.digit(from.loadUnsignedByte(digits));
        }
        to.put(value & 0xff);
        return from.plus(digits);
    }

    private static int simple(int letter) {
        switch (letter) {
            case '\\', '"':
                return letter;
            case 'a':
                return 7;
            case 'b':
                return '\b';
            case 'e':
                return 27;
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return 11;
            default:
                return -1;
        }
    }

    // ---- conversions ----

    /** A conversion from behind its percent sign; returns what is behind it. */
    private static Address conversion(Address start) {
        Address from = start;
        SPECIFICATION.clear().put('%');
        while (from.loadByte(0) != 0
                && !Strings.find(Address.of("-+ #0"), from.loadByte(0)).isNull()) {
            SPECIFICATION.put(from.loadByte(0));
            from = from.plus(1);
        }
        from = width(from);
        if (from.loadByte(0) == '.') {
            SPECIFICATION.put('.');
            from = width(from.plus(1));
        }
        while (from.loadByte(0) == 'l' || from.loadByte(0) == 'h') {
            from = from.plus(1);
        }
        int letter = from.loadUnsignedByte(0);
        convert(letter, start);
        return letter == 0 ? from : from.plus(1);
    }

    /** Digits, or for a star the next word. */
    private static Address width(Address start) {
        Address from = start;
        if (from.loadByte(0) == '*') {
            long value = number(next());
            Format.snprintf(digits(), DIGITS.length, "%d", (int) value);
            SPECIFICATION.put(digits());
            return from.plus(1);
        }
        while (Characters.isDigit(from.loadByte(0))) {
            SPECIFICATION.put(from.loadByte(0));
            from = from.plus(1);
        }
        return from;
    }

    private static Address digits() {
        return Address.of(DIGITS);
    }

    private static void convert(int letter, Address start) {
        switch (letter) {
            case '%' -> Stdio.stdout().putByte('%');
            case 'd', 'i', 'u', 'o', 'x', 'X' -> {
                long value = number(next());
                print("ll", letter, (int) value, (int) (value >> 32));
            }
            case 'c' -> {
                Address word = next();
                EXPANDED.clear().put(word, Math.min(1, Strings.length(word)));
                print("", 's', EXPANDED.address().bits(), 0);
            }
            case 's' -> print("", 's', next().bits(), 0);
            case 'b' -> {
                expand(next());
                if (Strings.length(EXPANDED.address()) == EXPANDED.length()) {
                    print("", 's', EXPANDED.address().bits(), 0);
                } else {
                    Stdio.stdout().write(EXPANDED.address(), EXPANDED.length());
                }
            }
            default -> {
                Errors.message().put("%").put(start).put(": no conversion of integers or texts")
                        .line();
                Stdio.flushAll();
                Program.exit(1);
            }
        }
    }

    private static void print(String size, int letter, int low, int high) {
        SPECIFICATION.put(size).put(letter);
        Format.print(Stdio.stdout(), SPECIFICATION.address(), low, high, 0, 0, 0, 0);
    }

    private static void expand(Address word) {
        EXPANDED.clear();
        Address from = word;
        while (from.loadByte(0) != 0 && !stopped) {
            if (from.loadByte(0) == '\\') {
                from = escape(from.plus(1), true, EXPANDED);
            } else {
                EXPANDED.put(from.loadUnsignedByte(0));
                from = from.plus(1);
            }
        }
    }

    /** A number as C has it; a quote and a character are the character's code; empty is 0. */
    private static long number(Address text) {
        int first = text.loadByte(0);
        if (first == '\'' || first == '"') {
            return text.loadUnsignedByte(1);
        }
        if (first == 0) {
            return 0;
        }
        Errors.errno = 0;
        long value = Numbers.parse(text, 0);
        if (Errors.errno != 0) {
            Errors.warnErrno(text);
            status = 1;
        } else if (Numbers.end().bits() == text.bits() || Numbers.end().loadByte(0) != 0) {
            Errors.warn(text, Numbers.end().bits() == text.bits() ? "not a number"
                    : "not a number to its end");
            status = 1;
        }
        return value;
    }
}

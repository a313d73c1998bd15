package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Unchecked;

/**
 * The formats of C's {@code printf} (ISO C 7.21.6.1) for integers, characters, strings and
 * pointers: flags {@code - + space # 0}, width and precision, also by {@code *}, sizes {@code hh h
 * l ll j z t}, conversions {@code d i u o x X c s p %}. There are no floating-point numbers and
 * there is no {@code %n}; a conversion that is none of these is printed as it stands.
 *
 * <p>Arguments are words; those of {@code ll} and {@code j} two, the lower half first. A signal
 * handler must not print: there is one set of arguments and digits.
 */
@Unchecked("indexes six arguments and the digits of one number")
public final class Format {
    private static final int ARGUMENTS_MAX = 6;
    private static final int[] ARGUMENTS = new int[ARGUMENTS_MAX];
    /** 64 bits in base 8 have 22 digits. */
    private static final int DIGITS_MAX = 24;
    private static final byte[] DIGITS = new byte[DIGITS_MAX];
    private static final Stream MEMORY = new Stream();

    private static int used;

    // What one conversion asks for.
    private static boolean left;
    private static boolean plus;
    private static boolean space;
    private static boolean alternative;
    private static boolean zero;
    private static int width;
    /** -1 when there is none. */
    private static int precision;
    /** Bits of the argument. */
    private static int bits;

    private Format() {
    }

    // ---- entrances ----

    /** Prints; returns how many bytes the text has, or -1 after an error. */
    public static int print(Stream stream, String format, int a, int b, int c, int d, int e,
            int f) {
        return print(stream, Address.of(format), a, b, c, d, e, f);
    }

    /** The same with a format that is no literal. */
    public static int print(Stream stream, Address format, int a, int b, int c, int d, int e,
            int f) {
        ARGUMENTS[0] = a;
        ARGUMENTS[1] = b;
        ARGUMENTS[2] = c;
        ARGUMENTS[3] = d;
        ARGUMENTS[4] = e;
        ARGUMENTS[5] = f;
        used = 0;
        int count = run(stream, format);
        return stream.failed() ? -1 : count;
    }

    /** Prints into {@code size} bytes, with a zero; returns what the whole would have needed. */
    public static int snprintf(Address to, int size, String format, int a, int b, int c, int d,
            int e, int f) {
        return snprintf(to, size, Address.of(format), a, b, c, d, e, f);
    }

    public static int snprintf(Address to, int size, Address format, int a, int b, int c, int d,
            int e, int f) {
        Stdio.set(MEMORY, -1, Stream.WRITE | Stream.MEMORY, to, Math.max(0, size - 1));
        int count = print(MEMORY, format, a, b, c, d, e, f);
        if (size > 0) {
            to.storeByte(MEMORY.position, 0);
        }
        return count;
    }

    public static int snprintf(Address to, int size, String format, int a) {
        return snprintf(to, size, format, a, 0, 0, 0, 0, 0);
    }

    public static int snprintf(Address to, int size, String format, int a, int b) {
        return snprintf(to, size, format, a, b, 0, 0, 0, 0);
    }

    public static int snprintf(Address to, int size, String format, int a, int b, int c) {
        return snprintf(to, size, format, a, b, c, 0, 0, 0);
    }

    public static int snprintf(Address to, int size, String format, Address a) {
        return snprintf(to, size, format, a.bits(), 0, 0, 0, 0, 0);
    }

    public static int snprintf(Address to, int size, String format, Address a, Address b) {
        return snprintf(to, size, format, a.bits(), b.bits(), 0, 0, 0, 0);
    }

    public static int snprintf(Address to, int size, String format, Address a, int b) {
        return snprintf(to, size, format, a.bits(), b, 0, 0, 0, 0);
    }

    static void decimal(Stream stream, int number) {
        int first = digits(number < 0 ? -number : number, 10, 0);
        if (number < 0) {
            first--;
            DIGITS[first] = '-';
        }
        stream.write(Address.of(DIGITS).plus(first), DIGITS_MAX - first);
    }

    static void decimal(Stream stream, long number) {
        int first = digits(number < 0 ? -number : number, 10, 0);
        if (number < 0) {
            first--;
            DIGITS[first] = '-';
        }
        stream.write(Address.of(DIGITS).plus(first), DIGITS_MAX - first);
    }

    static void hex(Stream stream, int number) {
        int first = digits(number, 16, 'a' - 10);
        stream.write(Address.of(DIGITS).plus(first), DIGITS_MAX - first);
    }

    // ---- the format ----

    private static int run(Stream stream, Address format) {
        int count = 0;
        Address at = format;
        while (at.loadByte(0) != 0) {
            int plain = 0;
            while (at.loadByte(plain) != 0 && at.loadByte(plain) != '%') {
                plain++;
            }
            if (plain > 0) {
                stream.write(at, plain);
                count += plain;
                at = at.plus(plain);
            } else {
                Address behind = parse(at.plus(1));
                int written = convert(stream, behind.loadUnsignedByte(0));
                if (written < 0) {
                    written = behind.minus(at) + (behind.loadByte(0) == 0 ? 0 : 1);
                    stream.write(at, written);
                }
                count += written;
                at = behind.loadByte(0) == 0 ? behind : behind.plus(1);
            }
        }
        return count;
    }

    private static int next() {
        int value = used < ARGUMENTS_MAX ? ARGUMENTS[used] : 0;
        used++;
        return value;
    }

    /** Reads flags, width, precision and size; returns where the conversion's letter is. */
    private static Address parse(Address from) {
        Address at = flags(from);
        width = 0;
        precision = -1;
        if (at.loadByte(0) == '*') {
            width = next();
            if (width < 0) {
                left = true;
                width = -width;
            }
            at = at.plus(1);
        } else {
            while (Characters.isDigit(at.loadByte(0))) {
                width = width * 10 + at.loadByte(0) - '0';
                at = at.plus(1);
            }
        }
        if (at.loadByte(0) == '.') {
            at = at.plus(1);
            precision = 0;
            if (at.loadByte(0) == '*') {
                precision = Math.max(-1, next());
                at = at.plus(1);
            }
            while (Characters.isDigit(at.loadByte(0))) {
                precision = precision * 10 + at.loadByte(0) - '0';
                at = at.plus(1);
            }
        }
        return size(at);
    }

    private static Address flags(Address from) {
        left = false;
        plus = false;
        space = false;
        alternative = false;
        zero = false;
        Address at = from;
        while (true) {
            switch (at.loadByte(0)) {
                case '-':
                    left = true;
                    break;
                case '+':
                    plus = true;
                    break;
                case ' ':
                    space = true;
                    break;
                case '#':
                    alternative = true;
                    break;
                case '0':
                    zero = true;
                    break;
                default:
                    return at;
            }
            at = at.plus(1);
        }
    }

    private static Address size(Address from) {
        bits = 32;
        int letter = from.loadByte(0);
        boolean twice = from.loadByte(0) == from.loadByte(1);
        if (letter == 'h') {
            bits = twice ? 8 : 16;
            return from.plus(twice ? 2 : 1);
        }
        if (letter == 'l' && twice) {
            bits = 64;
            return from.plus(2);
        }
        if (letter == 'j') {
            bits = 64;
            return from.plus(1);
        }
        return from.plus(letter == 'l' || letter == 'z' || letter == 't' ? 1 : 0);
    }

    /** The bytes written; -1 for a conversion that there is not. */
    private static int convert(Stream stream, int letter) {
        switch (letter) {
            case 'd', 'i':
                return signed(stream);
            case 'u':
                return unsigned(stream, 10, 0);
            case 'o':
                return unsigned(stream, 8, 0);
            case 'x':
                return unsigned(stream, 16, 'a' - 10);
            case 'X':
                return unsigned(stream, 16, 'A' - 10);
            case 'p':
                return pointer(stream);
            case 'c':
                DIGITS[0] = (byte) next();
                return text(stream, Address.of(DIGITS), 1);
            case 's':
                return string(stream);
            case '%':
                stream.putByte('%');
                return 1;
            default:
                return -1;
        }
    }

    private static int string(Stream stream) {
        Address text = Address.of(next());
        if (text.isNull()) {
            text = Address.of("(null)");
        }
        return text(stream, text, precision < 0 ? Strings.length(text)
                : Strings.length(text, precision));
    }

    private static int text(Stream stream, Address text, int length) {
        int padding = Math.max(0, width - length);
        if (!left) {
            repeat(stream, ' ', padding);
        }
        stream.write(text, length);
        if (left) {
            repeat(stream, ' ', padding);
        }
        return length + padding;
    }

    private static void repeat(Stream stream, int character, int count) {
        for (int i = 0; i < count; i++) {
            stream.putByte(character);
        }
    }

    // ---- numbers ----

    private static int signed(Stream stream) {
        if (bits == 64) {
            long value = nextLong();
            return number(stream, digits(value < 0 ? -value : value, 10, 0), value == 0,
                    sign(value < 0), 0);
        }
        int shift = 32 - bits;
        int value = next() << shift >> shift;
        return number(stream, digits(value < 0 ? -value : value, 10, 0), value == 0,
                sign(value < 0), 0);
    }

    private static int sign(boolean negative) {
        return negative ? '-' : plus ? '+' : space ? ' ' : 0;
    }

    private static long nextLong() {
        long low = Integer.toUnsignedLong(next());
        return low | (long) next() << 32;
    }

    private static int unsigned(Stream stream, int base, int letters) {
        boolean none;
        int first;
        if (bits == 64) {
            long value = nextLong();
            none = value == 0;
            first = digits(value, base, letters);
        } else {
            int shift = 32 - bits;
            int value = next() << shift >>> shift;
            none = value == 0;
            first = digits(value, base, letters);
        }
        int prefix = 0;
        if (alternative && base == 8) {
            prefix = '0';
        } else if (alternative && base == 16 && !none) {
            prefix = letters == 'a' - 10 ? 'x' : 'X';
        }
        return number(stream, first, none, 0, prefix);
    }

    private static int pointer(Stream stream) {
        int value = next();
        if (value == 0) {
            return text(stream, Address.of("(nil)"), 5);
        }
        return number(stream, digits(value, 16, 'a' - 10), false, sign(false), 'x');
    }

    /** Writes digits that end the buffer, the last ones first; returns the index of the first. */
    private static int digits(long value, int base, int letters) {
        long rest = value;
        int at = DIGITS_MAX;
        while (rest >>> 32 != 0) {
            int digit = (int) Long.remainderUnsigned(rest, base);
            at--;
            DIGITS[at] = (byte) (digit + (digit < 10 ? '0' : letters));
            rest = Long.divideUnsigned(rest, base);
        }
        return digits((int) rest, base, letters, at);
    }

    private static int digits(int value, int base, int letters) {
        return digits(value, base, letters, DIGITS_MAX);
    }

    private static int digits(int value, int base, int letters, int from) {
        int rest = value;
        int at = from;
        do {
            int digit = Integer.remainderUnsigned(rest, base);
            at--;
            DIGITS[at] = (byte) (digit + (digit < 10 ? '0' : letters));
            rest = Integer.divideUnsigned(rest, base);
        } while (rest != 0);
        return at;
    }

    /**
     * The number whose digits begin at {@code first}, with a sign or a prefix (each 0 for none; the
     * letter of {@code 0x}, or 0 for a number that must begin with one), filled up with zeros to
     * the precision or the width, and with spaces to the width.
     */
    private static int number(Stream stream, int first, boolean isZero, int sign, int prefix) {
        int count = precision == 0 && isZero ? 0 : DIGITS_MAX - first;
        boolean letter = prefix != 0 && prefix != '0';
        int head = (sign == 0 ? 0 : 1) + (letter ? 2 : 0);
        int zeros = Math.max(0, precision - count);
        if (precision < 0 && zero && !left) {
            zeros = Math.max(0, width - head - count);
        }
        if (prefix == '0' && zeros == 0 && (!isZero || count == 0)) {
            zeros = 1;
        }
        int padding = Math.max(0, width - head - zeros - count);
        if (!left) {
            repeat(stream, ' ', padding);
        }
        if (sign != 0) {
            stream.putByte(sign);
        }
        if (letter) {
            stream.putByte('0').putByte(prefix);
        }
        repeat(stream, '0', zeros);
        stream.write(Address.of(DIGITS).plus(DIGITS_MAX - count), count);
        if (left) {
            repeat(stream, ' ', padding);
        }
        return head + zeros + count + padding;
    }
}

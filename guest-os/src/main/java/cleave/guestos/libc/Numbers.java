package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;

/** Numbers in text. */
public final class Numbers {
    private static final int SHORT_BASE = 36;

    private static Address end;
    private static boolean overflow;

    private Numbers() {
    }

    /** The first character that the last number parsed did not use. */
    public static Address end() {
        return end;
    }

    /**
     * A number as C's {@code strtoll} reads it: spaces, a sign, digits; {@code base} 0 takes {@code
     * 0x} and {@code 0} as prefixes of base 16 and 8. Without digits the result is 0 and {@link
     * #end} the text itself; a number that is too large becomes the nearest, with ERANGE.
     */
    public static long parse(Address text, int base) {
        Address at = text;
        while (Characters.isSpace(at.loadUnsignedByte(0))) {
            at = at.plus(1);
        }
        boolean negative = at.loadByte(0) == '-';
        if (negative || at.loadByte(0) == '+') {
            at = at.plus(1);
        }
        int radix = base;
        if ((base == 0 || base == 16) && at.loadByte(0) == '0' && (at.loadByte(1) | 0x20) == 'x'
                && Characters.isHexDigit(at.loadUnsignedByte(2))) {
            radix = 16;
            at = at.plus(2);
        } else if (base == 0) {
            radix = at.loadByte(0) == '0' ? 8 : 10;
        }
        if (radix < 2 || radix > SHORT_BASE) {
            end = text;
            Errors.errno = Errno.EINVAL;
            return 0;
        }
        long magnitude = digits(text, at, radix);
        long limit = Long.MAX_VALUE;
        if (overflow || magnitude < 0 && !(negative && magnitude == Long.MIN_VALUE)) {
            Errors.errno = Errno.ERANGE;
            return negative ? Long.MIN_VALUE : limit;
        }
        return negative ? -magnitude : magnitude;
    }

    /** The unsigned value of the digits; sets {@link #end} and {@link #overflow}. */
    private static long digits(Address text, Address first, int radix) {
        Address at = first;
        long value = 0;
        overflow = false;
        long most = Long.divideUnsigned(-1L, radix);
        while (true) {
            int digit = Characters.digit(at.loadUnsignedByte(0));
            if (digit < 0 || digit >= radix) {
                break;
            }
            if (Long.compareUnsigned(value, most) > 0) {
                overflow = true;
            }
            value = value * radix + digit;
            if (Long.compareUnsigned(value, digit) < 0) {
                overflow = true;
            }
            at = at.plus(1);
        }
        end = at.bits() == first.bits() ? text : at;
        return value;
    }

    /** Whether all of the text is a decimal number that fits {@code int}. */
    public static boolean isInt(Address text) {
        int error = Errors.errno;
        Errors.errno = 0;
        long value = parse(text, 10);
        boolean good = Errors.errno == 0 && end.bits() != text.bits() && end.loadByte(0) == 0
                && value == (int) value;
        Errors.errno = error;
        return good;
    }

    /** The decimal number at the start of the text; 0 if there is none. */
    public static int toInt(Address text) {
        return (int) parse(text, 10);
    }

    public static long toLong(Address text) {
        return parse(text, 10);
    }
}

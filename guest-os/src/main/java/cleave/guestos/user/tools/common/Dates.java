package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.magic.Address;

/**
 * Dates on command lines, in UTC: {@code YYYY-MM-DD[{T| }hh:mm[:ss[.fraction]]][Z]}, {@code
 * hh:mm[:ss]} of today, {@code @SECONDS}, {@code now}, and POSIX's digits.
 */
public final class Dates {
    private static final Calendar DATE = new Calendar();
    private static final int MONTHS = 12;
    private static final int LONGEST_MONTH = 31;

    private static long seconds;
    private static long nanoseconds;
    private static Address at;

    private Dates() {
    }

    /** Of the last date read. */
    public static long seconds() {
        return seconds;
    }

    public static long nanoseconds() {
        return nanoseconds;
    }

    /** Whether the text is a date. */
    public static boolean parse(Address text) {
        nanoseconds = 0;
        if (Strings.equal(text, "now")) {
            seconds = Time.time();
            return true;
        }
        if (text.loadByte(0) == '@') {
            seconds = Numbers.parse(text.plus(1), 10);
            return Numbers.end().bits() != text.bits() + 1 && Numbers.end().loadByte(0) == 0;
        }
        at = text;
        Calendar.gmtime(Time.time(), DATE);
        DATE.hour = 0;
        DATE.minute = 0;
        DATE.second = 0;
        boolean date = !Strings.find(text, '-').isNull();
        if (date && !date()) {
            return false;
        }
        if (date && (at.loadByte(0) == 'T' || at.loadByte(0) == ' ')) {
            at = at.plus(1);
        } else if (date && at.loadByte(0) != 0) {
            return false;
        }
        if ((at.loadByte(0) != 0 || !date) && !clock()) {
            return false;
        }
        if (at.loadByte(0) == 'Z') {
            at = at.plus(1);
        } else if (Strings.equal(at, " UTC")) {
            at = at.plus(4);
        }
        seconds = Calendar.timegm(DATE);
        return at.loadByte(0) == 0 && isValid();
    }

    private static boolean date() {
        DATE.year = number(4);
        boolean good = DATE.year >= 0 && take('-');
        DATE.month = good ? number(2) : -1;
        good = good && take('-');
        DATE.day = good ? number(2) : -1;
        return good;
    }

    private static boolean clock() {
        DATE.hour = number(2);
        if (DATE.hour < 0 || !take(':')) {
            return false;
        }
        DATE.minute = number(2);
        if (at.loadByte(0) == ':') {
            at = at.plus(1);
            DATE.second = number(2);
            if (at.loadByte(0) == '.') {
                at = at.plus(1);
                int place = Time.NANOSECONDS / 10;
                while (Characters.isDigit(at.loadByte(0))) {
                    nanoseconds += (long) (at.loadByte(0) - '0') * place;
                    place /= 10;
                    at = at.plus(1);
                }
            }
        }
        return DATE.minute >= 0 && DATE.second >= 0;
    }

    private static boolean take(int character) {
        boolean there = at.loadByte(0) == character;
        at = at.plus(there ? 1 : 0);
        return there;
    }

    /** A number of at most so many digits; -1 if there is none. */
    private static int number(int digits) {
        int value = 0;
        int count = 0;
        while (count < digits && Characters.isDigit(at.loadByte(0))) {
            value = value * 10 + at.loadByte(0) - '0';
            at = at.plus(1);
            count++;
        }
        return count == 0 ? -1 : value;
    }

    private static boolean isValid() {
        return DATE.month >= 1 && DATE.month <= MONTHS && DATE.day >= 1
                && DATE.day <= LONGEST_MONTH && DATE.hour >= 0 && DATE.hour < 24
                && DATE.minute >= 0 && DATE.minute < 60 && DATE.second >= 0 && DATE.second <= 60
                && isInMonth();
    }

    /** Whether the day does not run over into the next month. */
    private static boolean isInMonth() {
        int day = DATE.day;
        boolean leapSecond = DATE.second == 60;
        Calendar.gmtime(seconds, DATE);
        return DATE.day == day || leapSecond;
    }

    /**
     * {@code [[CC]YY]MMDDhhmm[.ss]}, or with the year behind, {@code MMDDhhmm[[CC]YY][.ss]}, as
     * {@code touch -t} and {@code date} have it.
     */
    public static boolean digits(Address text, boolean yearFirst) {
        nanoseconds = 0;
        int count = 0;
        while (Characters.isDigit(text.loadByte(count))) {
            count++;
        }
        if (count != 8 && count != 10 && count != 12
                || text.loadByte(count) != 0 && text.loadByte(count) != '.') {
            return false;
        }
        at = text;
        Calendar.gmtime(Time.time(), DATE);
        int now = DATE.year;
        int year = yearFirst ? number(count - 8) : now;
        DATE.month = number(2);
        DATE.day = number(2);
        DATE.hour = number(2);
        DATE.minute = number(2);
        DATE.second = 0;
        if (!yearFirst) {
            year = number(count - 8);
        }
        DATE.year = count == 8 ? now : count == 12 ? year : year < 69 ? 2000 + year : 1900 + year;
        if (take('.')) {
            DATE.second = number(2);
        }
        seconds = Calendar.timegm(DATE);
        return at.loadByte(0) == 0 && isValid();
    }
}

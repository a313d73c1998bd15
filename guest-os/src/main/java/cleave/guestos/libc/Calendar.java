package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Struct;

/** Dates of the Gregorian calendar, in UTC: there are no time zones. C's {@code struct tm}. */
public final class Calendar extends Struct {
    static final String[] DAYS = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
        "Friday", "Saturday"};
    static final String[] MONTHS = {"January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December"};

    private static final int DAY_SECONDS = 86_400;
    /** Days of 400 years, after which the calendar repeats; of 100, of 4, of one. */
    private static final int ERA = 146_097;
    /** Days from the first of March 0000 to 1970. */
    private static final int TO_1970 = 719_468;
    private static final Stream TEXT = new Stream();

    public int second;
    public int minute;
    public int hour;
    /** 1 to 31. */
    public int day;
    /** 1 to 12. */
    public int month;
    public int year;
    /** 0 is Sunday. */
    public int weekday;
    /** 0 is the first of January. */
    public int yearDay;

    /** The date of a number of seconds since 1970. */
    public static void gmtime(long seconds, Calendar to) {
        long days = Math.floorDiv(seconds, DAY_SECONDS);
        int rest = (int) (seconds - days * DAY_SECONDS);
        to.hour = rest / 3600;
        to.minute = rest / 60 % 60;
        to.second = rest % 60;
        to.weekday = (int) Math.floorMod(days + 4, 7L);
        setDate(to, (int) days);
    }

    /** Years begin in March here, so that the odd day is the last. */
    private static void setDate(Calendar to, int days) {
        int fromMarch = days + TO_1970;
        int era = Math.floorDiv(fromMarch, ERA);
        int inEra = fromMarch - era * ERA;
        int yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365;
        int inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * inYear + 2) / 153;
        to.day = inYear - (153 * month + 2) / 5 + 1;
        to.month = month < 10 ? month + 3 : month - 9;
        to.year = era * 400 + yearOfEra + (to.month <= 2 ? 1 : 0);
        to.yearDay = days - (int) (days(to.year, 1, 1));
    }

    /** Days from 1970 to a date. */
    private static long days(int year, int month, int day) {
        int fromMarch = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(fromMarch, 400);
        int yearOfEra = fromMarch - era * 400;
        int inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return (long) era * ERA + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + inYear
                - TO_1970;
    }

    /** Seconds since 1970 of year, month, day, hour, minute and second. */
    public static long timegm(Calendar date) {
        return days(date.year, date.month, date.day) * DAY_SECONDS + date.hour * 3600
                + date.minute * 60 + date.second;
    }

    /** Prints as C's {@code strftime}, with a zero; the length, or 0 when it does not fit. */
    public static int strftime(Address to, int size, Address format, Calendar date) {
        Stdio.set(TEXT, -1, Stream.WRITE | Stream.MEMORY, to, Math.max(0, size - 1));
        Address at = format;
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) == '%' && at.loadByte(1) != 0) {
                DateFormat.put(TEXT, at.loadByte(1), date);
                at = at.plus(2);
            } else {
                TEXT.putByte(at.loadByte(0));
                at = at.plus(1);
            }
        }
        if (TEXT.total >= size) {
            return 0;
        }
        to.storeByte(TEXT.position, 0);
        return TEXT.total;
    }
}

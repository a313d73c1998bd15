package cleave.guestos.libc;

import cleave.magic.Address;

/** The conversions of {@code strftime} in the POSIX locale. */
final class DateFormat {
    private DateFormat() {
    }

    /** What {@code %letter} stands for; other letters are printed as they are. */
    static void put(Stream out, int letter, Calendar date) {
        switch (letter) {
            case 'c' -> {
                names(out, date);
                out.putByte(' ');
                Format.print(out, "%2d ", date.day, 0, 0, 0, 0, 0);
                clock(out, date);
                out.putByte(' ').put(date.year);
            }
            case 'D', 'x' -> Format.print(out, "%02d/%02d/%02d", date.month, date.day,
                    Math.floorMod(date.year, 100), 0, 0, 0);
            case 'F' -> Format.print(out, "%04d-%02d-%02d", date.year, date.month, date.day, 0, 0,
                    0);
            case 'T', 'X' -> clock(out, date);
            case 'R' -> Format.print(out, "%02d:%02d", date.hour, date.minute, 0, 0, 0, 0);
            case 'r' -> Format.print(out, "%02d:%02d:%02d %s", hour12(date), date.minute,
                    date.second, half(date), 0, 0);
            case 'n' -> out.line();
            case 't' -> out.putByte('\t');
            case '%' -> out.putByte('%');
            case 's' -> out.put(Calendar.timegm(date));
            case 'z' -> out.put("+0000");
            case 'Z' -> out.put("UTC");
            default -> {
                if (!text(out, letter, date) && !number(out, letter, date)) {
                    out.putByte('%').putByte(letter);
                }
            }
        }
    }

    private static void names(Stream out, Calendar date) {
        text(out, 'a', date);
        out.putByte(' ');
        text(out, 'b', date);
    }

    private static void clock(Stream out, Calendar date) {
        Format.print(out, "%02d:%02d:%02d", date.hour, date.minute, date.second, 0, 0, 0);
    }

    private static int hour12(Calendar date) {
        return (date.hour + 11) % 12 + 1;
    }

    private static int half(Calendar date) {
        return Address.of(date.hour < 12 ? "AM" : "PM").bits();
    }

    private static boolean text(Stream out, int letter, Calendar date) {
        switch (letter) {
            case 'a' -> out.write(Address.of(Calendar.DAYS[date.weekday]), 3);
            case 'A' -> out.put(Calendar.DAYS[date.weekday]);
            case 'b', 'h' -> out.write(Address.of(Calendar.MONTHS[date.month - 1]), 3);
            case 'B' -> out.put(Calendar.MONTHS[date.month - 1]);
            case 'p' -> out.put(Address.of(half(date)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean number(Stream out, int letter, Calendar date) {
        switch (letter) {
            case 'Y' -> out.put(date.year);
            case 'C' -> two(out, Math.floorDiv(date.year, 100));
            case 'y' -> two(out, Math.floorMod(date.year, 100));
            case 'm' -> two(out, date.month);
            case 'd' -> two(out, date.day);
            case 'e' -> Format.print(out, "%2d", date.day, 0, 0, 0, 0, 0);
            case 'H' -> two(out, date.hour);
            case 'k' -> Format.print(out, "%2d", date.hour, 0, 0, 0, 0, 0);
            case 'I' -> two(out, hour12(date));
            case 'M' -> two(out, date.minute);
            case 'S' -> two(out, date.second);
            case 'j' -> Format.print(out, "%03d", date.yearDay + 1, 0, 0, 0, 0, 0);
            case 'u' -> out.put(date.weekday == 0 ? 7 : date.weekday);
            case 'w' -> out.put(date.weekday);
            case 'U' -> two(out, (date.yearDay + 7 - date.weekday) / 7);
            case 'W' -> two(out, (date.yearDay + 7 - (date.weekday + 6) % 7) / 7);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void two(Stream out, int number) {
        Format.print(out, "%02d", number, 0, 0, 0, 0, 0);
    }
}

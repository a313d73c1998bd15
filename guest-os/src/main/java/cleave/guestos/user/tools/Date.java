package cleave.guestos.user.tools;

import cleave.guestos.abi.Statx;
import cleave.guestos.abi.Timespec;
import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Dates;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code date}: what time it is, in UTC. */
final class Date {
    private static final String USAGE = "date [-uIR] [-d DATE | -r FILE] [+FORMAT]\n"
            + "       date -s DATE | MMDDhhmm[[CC]YY][.ss]\n"
            + "Prints the time, in UTC, or sets it.\n"
            + "  -d DATE  this time    -r FILE  when the file was changed    -s DATE  set this"
            + " time\n"
            + "  -I  as 2026-11-24    -R  as in mails    -u  in UTC, as always\n"
            + "A date: 2026-11-24, 2026-11-24 12:30:00, 12:30, @SECONDS, now. A format has %Y"
            + " %m %d\n"
            + "%H %M %S %s %N %a %A %b %B %j %y %e %p %Z and the others of strftime.\n";
    private static final int LENGTH_MAX = 4096;
    private static final Timespec NOW = new Timespec();
    private static final Statx FILE = new Statx();
    private static final Calendar DATE = new Calendar();
    private static final Text FORMAT = new Text();
    private static final byte[] DIGITS = new byte[12];

    private Date() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "d:(date)I(iso-8601)r:(reference)R(rfc-email)s:(set)"
                + "u(utc)", USAGE);
        Time.gettime(Time.CLOCK_REALTIME, NOW);
        Address format = Address.of("%a %b %e %H:%M:%S %Z %Y");
        boolean set = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'd', 's' -> {
                    parse(CommandLine.value());
                    set = letter == 's';
                }
                case 'I' -> format = Address.of("%Y-%m-%d");
                case 'r' -> {
                    if (Files.stat(CommandLine.value(), FILE) < 0) {
                        Errors.dieErrno(1, CommandLine.value());
                    }
                    NOW.seconds = FILE.modified.seconds;
                    NOW.nanoseconds = FILE.modified.nanoseconds;
                }
                case 'R' -> format = Address.of("%a, %d %b %Y %H:%M:%S %z");
                default -> {
                    // Always so: there are no time zones.
                }
            }
        }
        CommandLine.need(0, 1);
        Address operand = CommandLine.operand(0);
        if (!operand.isNull() && operand.loadByte(0) == '+') {
            format = operand.plus(1);
        } else if (!operand.isNull()) {
            if (!Dates.digits(operand, false)) {
                CommandLine.refuse(operand, "not a date");
            }
            take();
            set = true;
        }
        if (set && Time.settime(Time.CLOCK_REALTIME, NOW) < 0) {
            Errors.warnErrno("the clock");
            return 1;
        }
        print(format);
        return 0;
    }

    private static void parse(Address text) {
        if (!Dates.parse(text)) {
            CommandLine.refuse(text, "not a date");
        }
        take();
    }

    private static void take() {
        NOW.seconds = Dates.seconds();
        NOW.nanoseconds = Dates.nanoseconds();
    }

    /** Nanoseconds, %N, are no part of strftime. */
    private static void print(Address format) {
        Address at = format;
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) == '%' && at.loadByte(1) == 'N') {
                Format.snprintf(Address.of(DIGITS), DIGITS.length, "%09d", (int) NOW.nanoseconds);
                FORMAT.put(Address.of(DIGITS));
                at = at.plus(2);
            } else {
                int length = at.loadByte(0) == '%' && at.loadByte(1) != 0 ? 2 : 1;
                FORMAT.put(at, length);
                at = at.plus(length);
            }
        }
        Calendar.gmtime(NOW.seconds, DATE);
        Address text = Heap.malloc(LENGTH_MAX);
        int length = Calendar.strftime(text, LENGTH_MAX, FORMAT.address(), DATE);
        Stdio.stdout().write(text, length).line();
    }
}

package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Timespec;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code sleep}: waits for the sum of some times. */
final class Sleep {
    private static final String USAGE = "sleep TIME ...\n"
            + "Waits. A time is a number of seconds, perhaps with a fraction, or with a letter:\n"
            + "s seconds, m minutes, h hours, d days; infinity is a time, too.\n";
    private static final long LONGEST = 1L << 40;
    private static final Timespec REQUEST = new Timespec();

    private Sleep() {
    }

    static int run(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, USAGE);
        CommandLine.need(1, -1);
        long nanoseconds = 0;
        long seconds = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            if (!parse(CommandLine.operand(i))) {
                CommandLine.refuse(CommandLine.operand(i), "not a time");
            }
            seconds = Math.min(LONGEST, seconds + REQUEST.seconds);
            nanoseconds += REQUEST.nanoseconds;
        }
        REQUEST.seconds = seconds + nanoseconds / Time.NANOSECONDS;
        REQUEST.nanoseconds = nanoseconds % Time.NANOSECONDS;
        while (Time.nanosleep(REQUEST, REQUEST) < 0) {
            if (Errors.errno != Errno.EINTR) {
                Errors.warnErrno("the clock");
                return 1;
            }
        }
        return 0;
    }

    /** Whether the text is a time, which is left in the request. */
    private static boolean parse(Address text) {
        return parse(text, REQUEST);
    }

    static boolean parse(Address text, Timespec to) {
        to.seconds = 0;
        to.nanoseconds = 0;
        if (Strings.equal(text, "infinity") || Strings.equal(text, "inf")) {
            to.seconds = LONGEST;
            return true;
        }
        int at = 0;
        long whole = 0;
        while (Characters.isDigit(text.loadByte(at))) {
            whole = Math.min(LONGEST, whole * 10 + text.loadByte(at) - '0');
            at++;
        }
        boolean digits = at > 0;
        long fraction = 0;
        if (text.loadByte(at) == '.') {
            at++;
            int place = Time.NANOSECONDS / 10;
            while (Characters.isDigit(text.loadByte(at))) {
                fraction += (long) (text.loadByte(at) - '0') * place;
                place /= 10;
                digits = true;
                at++;
            }
        }
        int unit = unit(text.loadByte(at));
        if (!digits || unit == 0 || text.loadByte(at) != 0 && text.loadByte(at + 1) != 0) {
            return false;
        }
        fraction *= unit;
        to.seconds = Math.min(LONGEST, whole * unit + fraction / Time.NANOSECONDS);
        to.nanoseconds = fraction % Time.NANOSECONDS;
        return true;
    }

    private static int unit(int letter) {
        switch (letter) {
            case 0, 's':
                return 1;
            case 'm':
                return 60;
            case 'h':
                return 3600;
            case 'd':
                return 86_400;
            default:
                return 0;
        }
    }
}

package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Statx;
import cleave.guestos.abi.Timespec;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Dates;
import cleave.magic.Address;

/** {@code touch}: files are of now, or of another time; those that are not there begin empty. */
final class Touch {
    private static final String USAGE =
            "touch [-acmh] [-r FILE | -t [[CC]YY]MMDDhhmm[.ss] | -d DATE] FILE ...\n"
            + "Sets the times of files to now; makes those that do not exist.\n"
            + "  -a  only the time of the last reading    -m  only that of the last change\n"
            + "  -c  make none    -h  links themselves\n"
            + "  -r FILE  to the times of this file    -t, -d  to this time, in UTC\n";
    private static final int MODE = 0666;
    /** Of {@code utimensat}, in the place of nanoseconds. */
    private static final long UTIME_OMIT = 0x3fff_fffe;
    private static final Statx FILE = new Statx();
    private static final Timespec NOW = new Timespec();
    private static final long[] TIMES = new long[4];

    private Touch() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "ac(no-create)d:(date)h(no-dereference)m"
                + "r:(reference)t:", USAGE);
        Time.gettime(Time.CLOCK_REALTIME, NOW);
        set(NOW.seconds, NOW.nanoseconds, NOW.seconds, NOW.nanoseconds);
        boolean accessed = false;
        boolean modified = false;
        boolean create = true;
        boolean links = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            accessed |= letter == 'a';
            modified |= letter == 'm';
            create &= letter != 'c' && letter != 'h';
            links |= letter == 'h';
            if (letter == 'r') {
                reference(CommandLine.value());
            } else if (letter == 't' || letter == 'd') {
                if (!(letter == 't' ? Dates.digits(CommandLine.value(), true)
                        : Dates.parse(CommandLine.value()))) {
                    CommandLine.refuse(CommandLine.value(), "not a date");
                }
                set(Dates.seconds(), Dates.nanoseconds(), Dates.seconds(), Dates.nanoseconds());
            }
        }
        CommandLine.need(1, -1);
        if (accessed && !modified) {
            TIMES[3] = UTIME_OMIT;
        } else if (modified && !accessed) {
            TIMES[1] = UTIME_OMIT;
        }
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            status |= touch(CommandLine.operand(i), create, links);
        }
        return status;
    }

    private static void set(long accessed, long accessedFraction, long modified,
            long modifiedFraction) {
        TIMES[0] = accessed;
        TIMES[1] = accessedFraction;
        TIMES[2] = modified;
        TIMES[3] = modifiedFraction;
    }

    private static void reference(Address path) {
        if (Files.stat(path, FILE) < 0) {
            Errors.dieErrno(1, path);
        }
        set(FILE.accessed.seconds, FILE.accessed.nanoseconds, FILE.modified.seconds,
                FILE.modified.nanoseconds);
    }

    private static int touch(Address path, boolean create, boolean links) {
        int flags = links ? OpenFlags.AT_SYMLINK_NOFOLLOW : 0;
        int result = Files.utimensat(OpenFlags.AT_FDCWD, path, Address.of(TIMES), flags);
        if (result < 0 && Errors.errno == Errno.ENOENT) {
            if (!create) {
                return 0;
            }
            int file = Files.open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, MODE);
            if (file >= 0) {
                Files.close(file);
                result = Files.utimensat(OpenFlags.AT_FDCWD, path, Address.of(TIMES), 0);
            }
        }
        if (result < 0) {
            Errors.warnErrno(path);
            return 1;
        }
        return 0;
    }
}

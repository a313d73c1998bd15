package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code readlink} and {@code realpath}: where links and paths lead. */
final class Readlink {
    private static final String USAGE = "readlink [-efmnqv] FILE ...\n"
            + "Prints what links say.\n"
            + "  -f  the path without links; its last part need not exist    -e  all must exist\n"
            + "  -m  none need exist    -n  without a line feed    -q, -v  without, with"
            + " messages\n";
    private static final String REALPATH = "realpath [-emqsz] FILE ...\n"
            + "Prints absolute paths without links, dots and double slashes.\n"
            + "  -e  all must exist    -m  none need exist    -s  links stay    -q  no messages\n"
            + "  -z  paths end by a zero\n";
    private static final int SIZE = 4096;
    private static final int LINKS_MAX = 40;
    private static final byte[] LINK = new byte[SIZE];
    private static final Statx FILE = new Statx();
    private static final Text RESULT = new Text();

    private static int mode;
    private static boolean keepLinks;

    private Readlink() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "e(canonicalize-existing)f(canonicalize)"
                + "m(canonicalize-missing)n(no-newline)q(quiet)s(silent)v(verbose)", USAGE);
        boolean line = true;
        boolean verbose = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'n' -> line = false;
                case 'q', 's' -> verbose = false;
                case 'v' -> verbose = true;
                default -> mode = letter;
            }
        }
        CommandLine.need(1, -1);
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            Address path = CommandLine.operand(i);
            boolean good;
            if (mode != 0) {
                good = canonical(path);
            } else {
                int length = Files.readlink(path, Address.of(LINK), SIZE);
                good = length >= 0;
                RESULT.clear().put(Address.of(LINK), Math.max(0, length));
            }
            if (good) {
                Stdio.stdout().put(RESULT.address()).put(line
                        || CommandLine.operandCount() > 1 ? "\n" : "");
            } else {
                status = 1;
                if (verbose) {
                    Errors.warnErrno(path);
                }
            }
        }
        return status;
    }

    static int realpath(int count, Address arguments) {
        CommandLine.begin(count, arguments, "e(canonicalize-existing)m(canonicalize-missing)"
                + "q(quiet)s(no-symlinks)z(zero)", REALPATH);
        mode = 'f';
        boolean quiet = false;
        int end = '\n';
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'q' -> quiet = true;
                case 's' -> keepLinks = true;
                case 'z' -> end = 0;
                default -> mode = letter;
            }
        }
        CommandLine.need(1, -1);
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            if (canonical(CommandLine.operand(i))) {
                Stdio.stdout().put(RESULT.address()).putByte(end);
            } else {
                status = 1;
                if (!quiet) {
                    Errors.warnErrno(CommandLine.operand(i));
                }
            }
        }
        return status;
    }

    /** Writes the path without links, dots and double slashes; false with errno. */
    private static boolean canonical(Address path) {
        if (Strings.isEmpty(path)) {
            Errors.errno = Errno.ENOENT;
            return false;
        }
        RESULT.clear();
        if (path.loadByte(0) != '/') {
            if (Files.getcwd(Address.of(LINK), SIZE).isNull()) {
                return false;
            }
            RESULT.put(Address.of(LINK));
        }
        Text rest = new Text();
        rest.put(path);
        int at = 0;
        int links = 0;
        while (true) {
            while (at < rest.length() && rest.byteAt(at) == '/') {
                at++;
            }
            if (at >= rest.length()) {
                break;
            }
            int start = at;
            while (at < rest.length() && rest.byteAt(at) != '/') {
                at++;
            }
            boolean last = Strings.span(rest.address().plus(at), Address.of("/"))
                    == rest.length() - at;
            int target = enter(rest.address().plus(start), at - start, last);
            if (target < 0) {
                return false;
            }
            if (target > 0) {
                links++;
                if (links > LINKS_MAX) {
                    Errors.errno = Errno.ELOOP;
                    return false;
                }
                Text more = new Text();
                more.put(Address.of(LINK), target).put('/').put(rest.address().plus(at));
                rest = more;
                at = 0;
            }
        }
        if (RESULT.length() == 0) {
            RESULT.put('/');
        }
        return true;
    }

    /**
     * Appends one part of the path. The length of what a link says, which comes in its place; 0
     * for everything else, and -1 with errno.
     */
    private static int enter(Address part, int length, boolean last) {
        if (length == 1 && part.loadByte(0) == '.') {
            return 0;
        }
        if (length == 2 && part.loadByte(0) == '.' && part.loadByte(1) == '.') {
            int end = RESULT.length();
            while (end > 0 && RESULT.byteAt(end - 1) != '/') {
                end--;
            }
            RESULT.truncate(Math.max(0, end - 1));
            return 0;
        }
        int before = RESULT.length();
        RESULT.put('/').put(part, length);
        if (Files.lstat(RESULT.address(), FILE) < 0) {
            boolean allowed = mode == 'm' || mode == 'f' && last && Errors.errno == Errno.ENOENT;
            return allowed ? 0 : -1;
        }
        if (!Files.isLink(FILE) || keepLinks) {
            if (!last && !keepLinks && !Files.isDirectory(FILE) && mode != 'm') {
                return Errors.fail(Errno.ENOTDIR);
            }
            return 0;
        }
        int said = Files.readlink(RESULT.address(), Address.of(LINK), SIZE);
        if (said > 0) {
            RESULT.truncate(LINK[0] == '/' ? 0 : before);
        }
        return said;
    }
}

package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code mktemp}: a file or directory with a name that nothing else has. */
final class Mktemp {
    private static final String USAGE = "mktemp [-dqtu] [-p DIRECTORY] [TEMPLATE]\n"
            + "Makes an empty file, and prints its name: the template with letters for each X at\n"
            + "its end, three at least, or tmp. and ten letters in TMPDIR or /tmp.\n"
            + "  -d  a directory    -u  nothing, only a name    -q  without messages\n"
            + "  -p DIRECTORY, -t  the template is a name in this directory, in TMPDIR or /tmp\n";
    private static final String LETTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LEAST = 3;
    private static final int TRIES = 100;
    private static final byte[] RANDOM = new byte[64];
    private static final Statx FILE = new Statx();
    private static final Text PATH = new Text();

    private Mktemp() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "d(directory)p:(tmpdir)qtu(dry-run)", USAGE);
        boolean directory = false;
        boolean dry = false;
        boolean quiet = false;
        boolean inside = false;
        Address folder = Environment.getenv("TMPDIR");
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            directory |= letter == 'd';
            dry |= letter == 'u';
            quiet |= letter == 'q';
            inside |= letter == 't' || letter == 'p';
            folder = letter == 'p' ? CommandLine.value() : folder;
        }
        CommandLine.need(0, 1);
        Address template = CommandLine.operand(0);
        if (template.isNull()) {
            template = Address.of("tmp.XXXXXXXXXX");
            inside = true;
        }
        if (inside) {
            PATH.put(folder.isNull() || Strings.isEmpty(folder) ? Address.of("/tmp") : folder)
                    .putName(template);
        } else {
            PATH.put(template);
        }
        int first = PATH.length();
        while (first > 0 && PATH.byteAt(first - 1) == 'X') {
            first--;
        }
        if (PATH.length() - first < LEAST) {
            CommandLine.refuse(template, "a template ends with three X at least");
        }
        if (make(first, directory, dry)) {
            Stdio.puts(PATH.address());
            return 0;
        }
        if (!quiet) {
            Errors.warnErrno(PATH.address());
        }
        return 1;
    }

    private static boolean make(int first, boolean directory, boolean dry) {
        Address path = PATH.address();
        for (int i = 0; i < TRIES; i++) {
            if (Systems.getrandom(Address.of(RANDOM), RANDOM.length) < 0) {
                return false;
            }
            for (int at = first; at < PATH.length(); at++) {
                int random = RANDOM[at - first & RANDOM.length - 1] & 0xff;
                path.storeByte(at, LETTERS.charAt(random % LETTERS.length()));
            }
            int result;
            if (dry) {
                result = Files.lstat(path, FILE) < 0 ? 0 : Errors.fail(Errno.EEXIST);
            } else if (directory) {
                result = Files.mkdir(path, 0700);
            } else {
                result = Files.open(path, OpenFlags.O_RDWR | OpenFlags.O_CREAT
                        | OpenFlags.O_EXCL, 0600);
            }
            if (result >= 0) {
                return true;
            }
            if (Errors.errno != Errno.EEXIST) {
                return false;
            }
        }
        return false;
    }
}

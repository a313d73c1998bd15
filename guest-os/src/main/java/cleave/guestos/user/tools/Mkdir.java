package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Modes;
import cleave.magic.Address;

/** {@code mkdir} and {@code rmdir}: directories made and removed. */
final class Mkdir {
    private static final String USAGE = "mkdir [-pv] [-m MODE] DIRECTORY ...\n"
            + "Makes directories.\n"
            + "  -p  and those they are in; one that exists is no error\n"
            + "  -m MODE  with this mode instead of 777 less the umask    -v  tell each\n";
    private static final String RMDIR = "rmdir [-pv] DIRECTORY ...\n"
            + "Removes empty directories.\n"
            + "  -p  and those they are in    -v  tell each\n";
    private static final int MODE = 0777;
    private static final Statx FILE = new Statx();

    private static boolean parents;
    private static boolean verbose;
    private static int mode = -1;
    private static int umask;

    private Mkdir() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "p(parents)m:(mode)v(verbose)", USAGE);
        umask = Processes.umask(0);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            parents |= letter == 'p';
            verbose |= letter == 'v';
            if (letter == 'm') {
                mode = Modes.change(CommandLine.value(), MODE, umask);
                if (mode < 0) {
                    CommandLine.refuse(CommandLine.value(), "not a mode");
                }
            }
        }
        CommandLine.need(1, -1);
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            status |= make(CommandLine.operand(i));
        }
        return status;
    }

    private static int make(Address path) {
        if (parents && makeParents(path) < 0) {
            Errors.warnErrno(path);
            return 1;
        }
        int given = mode >= 0 ? mode : MODE & ~umask;
        if (Files.mkdir(path, given) < 0) {
            int error = Errors.errno;
            if (parents && error == Errno.EEXIST && Files.stat(path, FILE) == 0
                    && FileMode.isDirectory(FILE.mode)) {
                return 0;
            }
            Errors.errno = error;
            Errors.warnErrno(path);
            return 1;
        }
        if (mode >= 0 && (mode & ~MODE) != 0 && Files.chmod(path, mode) < 0) {
            Errors.warnErrno(path);
            return 1;
        }
        told(path);
        return 0;
    }

    private static void told(Address path) {
        if (verbose) {
            Stdio.printf("mkdir: created directory '%s'\n", path);
        }
    }

    /** Makes the directories that a path goes through; their owner may enter and write them. */
    private static int makeParents(Address path) {
        for (int i = 1; path.loadByte(i - 1) != 0 && path.loadByte(i) != 0; i++) {
            if (path.loadByte(i) == '/' && path.loadByte(i - 1) != '/' && path.loadByte(i + 1)
                    != 0) {
                path.storeByte(i, 0);
                int result = Files.mkdir(path, MODE & ~umask | 0300);
                if (result == 0) {
                    told(path);
                } else if (Errors.errno == Errno.EEXIST || Files.stat(path, FILE) == 0
                        && FileMode.isDirectory(FILE.mode)) {
                    result = 0;
                }
                path.storeByte(i, '/');
                if (result < 0) {
                    return -1;
                }
            }
        }
        return 0;
    }

    static int rmdir(int count, Address arguments) {
        CommandLine.begin(count, arguments, "p(parents)v(verbose)", RMDIR);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            parents |= letter == 'p';
            verbose |= letter == 'v';
        }
        CommandLine.need(1, -1);
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            Address path = CommandLine.operand(i);
            int length = 1;
            while (length > 0) {
                if (verbose) {
                    Stdio.printf("rmdir: removing directory, '%s'\n", path);
                }
                if (Files.rmdir(path) < 0) {
                    Errors.warnErrno(path);
                    status = 1;
                    break;
                }
                length = parents ? Paths.parentLength(path) : 0;
                path.storeByte(length, 0);
            }
        }
        return status;
    }
}

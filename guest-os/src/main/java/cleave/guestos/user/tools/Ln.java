package cleave.guestos.user.tools;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** {@code ln}: more names for files, and names that lead to names. */
final class Ln {
    private static final String USAGE = "ln [-sfnv] FILE [NAME]\n"
            + "       ln [-sfnv] FILE ... DIRECTORY\n"
            + "Gives files another name.\n"
            + "  -s  by symbolic links    -f  in place of what has that name\n"
            + "  -n  a NAME that is a link to a directory is no directory    -v  tell each\n";
    private static final Statx FROM = new Statx();
    private static final Statx TO = new Statx();

    private static boolean symbolic;
    private static boolean force;
    private static boolean verbose;

    private Ln() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "s(symbolic)f(force)n(no-dereference)v(verbose)",
                USAGE);
        boolean keepLinks = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            symbolic |= letter == 's';
            force |= letter == 'f';
            keepLinks |= letter == 'n';
            verbose |= letter == 'v';
        }
        CommandLine.need(1, -1);
        return Targets.each(Ln::link, keepLinks);
    }

    private static int link(Address from, Address to) {
        if (force && Files.lstat(to, TO) == 0) {
            if (!symbolic && Files.lstat(from, FROM) == 0 && Tree.same(FROM, TO)) {
                Errors.message().put("'").put(from).put("' and '").put(to)
                        .put("' are the same file").line();
                return 1;
            }
            if (Files.unlink(to) < 0) {
                Errors.warnErrno(to);
                return 1;
            }
        }
        if ((symbolic ? Files.symlink(from, to) : Files.link(from, to)) < 0) {
            Errors.warnErrno(to);
            return 1;
        }
        if (verbose) {
            Stdio.stdout().put("'").put(to).put(symbolic ? "' -> '" : "' => '").put(from)
                    .put("'\n");
        }
        return 0;
    }
}

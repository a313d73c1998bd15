package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** {@code mv}: other names for files; to another file system by a copy. */
final class Mv {
    private static final String USAGE = "mv [-finv] FILE NAME\n"
            + "       mv [-finv] FILE ... DIRECTORY\n"
            + "Renames files, or moves them into a directory.\n"
            + "  -f  without questions    -i  ask before a file is lost    -n  lose none\n"
            + "  -v  tell each\n";
    private static final Statx FROM = new Statx();
    private static final Statx TO = new Statx();

    private static int manner;
    private static boolean verbose;
    private static int removed;

    private Mv() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "f(force)i(interactive)n(no-clobber)v(verbose)",
                USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 'v') {
                verbose = true;
            } else {
                manner = letter;
            }
        }
        CommandLine.need(2, -1);
        return Targets.each(Mv::move, false);
    }

    private static int move(Address from, Address to) {
        if (Files.lstat(from, FROM) < 0) {
            Errors.warnErrno(from);
            return 1;
        }
        if (Files.lstat(to, TO) == 0) {
            if (Tree.same(FROM, TO)) {
                Errors.message().put("'").put(from).put("' and '").put(to)
                        .put("' are the same file").line();
                return 1;
            }
            if (manner == 'n' || !mayReplace(to)) {
                return 0;
            }
        }
        if (Files.rename(from, to) < 0) {
            if (Errors.errno != Errno.EXDEV) {
                Errors.message().put(from).put(" to ").put(to).put(": ")
                        .put(Errors.strerror(Errors.errno)).line();
                return 1;
            }
            if (Cp.copyForMove(from, to) != 0) {
                return 1;
            }
            removed = 0;
            Tree.walk(from, Mv::remove, 0);
            if (removed != 0) {
                return 1;
            }
        }
        if (verbose) {
            Stdio.stdout().put("renamed '").put(from).put("' -> '").put(to).put("'\n");
        }
        return 0;
    }

    private static boolean mayReplace(Address to) {
        boolean readOnly = manner == 0 && Terminal.isatty(0) && !FileMode.isLink(TO.mode)
                && Files.access(to, FileMode.W_OK) < 0;
        return manner != 'i' && !readOnly || Answers.ask("overwrite", to);
    }

    /** What was copied to another file system. */
    private static int remove(Tree.Node node) {
        boolean directory = node.isDirectory();
        if (directory && node.phase == Tree.BEFORE) {
            return Tree.CONTINUE;
        }
        if ((directory ? Files.rmdir(node.path) : Files.unlink(node.path)) < 0) {
            Errors.warnErrno(node.path);
            removed = 1;
        }
        return Tree.CONTINUE;
    }
}

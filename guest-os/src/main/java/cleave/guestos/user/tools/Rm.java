package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Modes;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** {@code rm}: removes files. Refuses {@code /}, {@code .} and {@code ..}. */
final class Rm {
    private static final String USAGE = "rm [-dfirRv] FILE ...\n"
            + "Removes files.\n"
            + "  -r, -R  directories with all that is in them    -d  empty directories\n"
            + "  -f  without questions; what does not exist is no error\n"
            + "  -i  ask before each    -v  tell each\n";

    private static boolean recursive;
    private static boolean emptyDirectories;
    private static boolean force;
    private static boolean ask;
    private static boolean verbose;
    private static int status;

    private Rm() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "d(dir)f(force)ir(recursive)Rv(verbose)", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'd' -> emptyDirectories = true;
                case 'f' -> {
                    force = true;
                    ask = false;
                }
                case 'i' -> {
                    ask = true;
                    force = false;
                }
                case 'v' -> verbose = true;
                default -> recursive = true;
            }
        }
        CommandLine.need(force ? 0 : 1, -1);
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            remove(CommandLine.operand(i));
        }
        return status;
    }

    private static void remove(Address path) {
        if (Strings.isEmpty(path)) {
            if (!force) {
                Errors.errno = Errno.ENOENT;
                failed(path);
            }
            return;
        }
        Address name = Strings.baseName(path);
        int length = Strings.length(name);
        while (length > 1 && name.loadByte(length - 1) == '/') {
            length--;
        }
        boolean dots = length == 1 && name.loadByte(0) == '.'
                || length == 2 && name.loadByte(0) == '.' && name.loadByte(1) == '.';
        if (recursive && (dots || name.loadByte(0) == '/')) {
            Errors.warn(path, dots ? "refusing to remove . or .." : "refusing to remove /");
            status = 1;
            return;
        }
        Tree.walk(path, Rm::visit, 0);
    }

    private static int visit(Tree.Node node) {
        if (node.phase == Tree.UNKNOWN) {
            boolean missing = node.error == Errno.ENOENT || node.error == Errno.ENOTDIR;
            if (!missing || !force) {
                Errors.errno = node.error;
                failed(node.path);
            }
            return Tree.CONTINUE;
        }
        if (node.phase == Tree.UNREADABLE) {
            return Tree.CONTINUE;
        }
        if (!node.isDirectory()) {
            unlink(node);
            return Tree.CONTINUE;
        }
        if (node.phase == Tree.AFTER) {
            if (node.mark == 0 && (!ask || confirmed("remove directory", node))) {
                rmdir(node.path);
            }
            keepParent(node, node.mark);
            return Tree.CONTINUE;
        }
        if (!recursive) {
            if (!emptyDirectories) {
                Errors.warn(node.path, "is a directory");
                status = 1;
            } else if (!ask || confirmed("remove directory", node)) {
                rmdir(node.path);
            }
            return Tree.SKIP;
        }
        if (ask && !confirmed("descend into directory", node)) {
            keepParent(node, 1);
            return Tree.SKIP;
        }
        return Tree.CONTINUE;
    }

    /** A directory that something was left in, because the answer was no, stays. */
    private static void keepParent(Tree.Node node, int kept) {
        if (kept != 0 && node.parent() != null) {
            node.parent().mark = 1;
        }
    }

    private static void unlink(Tree.Node node) {
        boolean readOnly = !force && !FileMode.isLink(node.file.mode)
                && Terminal.isatty(0) && Files.access(node.path, FileMode.W_OK) < 0;
        if (ask || readOnly) {
            boolean empty = FileMode.isRegular(node.file.mode) && node.file.size == 0;
            Stdio.stderr().put("rm: remove ").put(readOnly ? "write-protected " : "")
                    .put(Modes.typeName(node.file.mode, empty)).put(" '").put(node.path)
                    .put("'? ").flush();
            if (!Answers.yes()) {
                keepParent(node, 1);
                return;
            }
        }
        if (Files.unlink(node.path) < 0) {
            failed(node.path);
        } else if (verbose) {
            Stdio.printf("removed '%s'\n", node.path);
        }
    }

    private static void rmdir(Address path) {
        if (Files.rmdir(path) < 0) {
            failed(path);
        } else if (verbose) {
            Stdio.printf("removed directory '%s'\n", path);
        }
    }

    private static boolean confirmed(String question, Tree.Node node) {
        return Answers.ask(question, node.path);
    }

    private static void failed(Address path) {
        Errors.warnErrno(path);
        status = 1;
    }
}

package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** {@code find}: walks trees and does at each file what an expression says. */
final class Find {
    private static final String USAGE = "find [-HL] [PATH ...] [EXPRESSION]\n"
            + "Walks directories, and evaluates the expression at each file; without an action,\n"
            + "prints the paths of files for which it is true.\n"
            + "  tests    -name PATTERN -iname PATTERN -path PATTERN -type bcdflps\n"
            + "           -size [+-]N[ckMG] -mtime [+-]DAYS -mmin [+-]MINUTES\n"
            + "           -newer FILE -perm [-/]MODE -links [+-]N -user NAME -group NAME -inum N\n"
            + "           -empty -true -false\n"
            + "  actions  -print -print0 -prune -delete -quit -exec PROGRAM {} ;\n"
            + "           -exec PROGRAM {} + -ok PROGRAM {} ;\n"
            + "  options  -maxdepth N -mindepth N -depth -xdev\n"
            + "  between  ( ) ! -not -a -and -o -or\n";

    static int most = Integer.MAX_VALUE;
    static int least;
    static boolean depth;
    static boolean sameDevice;
    static int status;
    private static FindExpression root;

    private Find() {
    }

    static int run(int count, Address arguments) {
        int at = 1;
        int flags = 0;
        while (at < count && isFlag(word(arguments, at))) {
            if (Strings.equal(word(arguments, at), "--help")) {
                Stdio.stdout().put("usage: ").put(USAGE);
                return 0;
            }
            int letter = word(arguments, at).loadByte(1);
            flags = letter == 'L' ? Tree.FOLLOW : letter == 'H' ? Tree.FOLLOW_ROOT : 0;
            at++;
        }
        int firstPath = at;
        while (at < count && !FindParser.begins(word(arguments, at))) {
            at++;
        }
        int paths = at - firstPath;
        FindExpression expression = FindParser.parse(count, arguments, at);
        if (sameDevice) {
            flags |= Tree.SAME_DEVICE;
        }
        for (int i = 0; i < Math.max(1, paths) && !FindExpression.quit; i++) {
            Address path = paths == 0 ? Address.of(".") : word(arguments, firstPath + i);
            root = expression;
            Tree.walk(path, Find::visit, flags);
        }
        FindExec.finish(expression);
        return status;
    }

    private static Address word(Address arguments, int at) {
        return Address.of(arguments.loadInt(4 * at));
    }

    private static boolean isFlag(Address word) {
        return Strings.equal(word, "-H") || Strings.equal(word, "-L") || Strings.equal(word, "-P")
                || Strings.equal(word, "--help");
    }

    private static int visit(Tree.Node node) {
        if (node.phase == Tree.UNKNOWN || node.phase == Tree.UNREADABLE
                || node.phase == Tree.CIRCLE) {
            Errors.errno = node.phase == Tree.CIRCLE ? Errno.ELOOP
                    : node.error;
            Errors.warnErrno(node.path);
            status = 1;
            return Tree.CONTINUE;
        }
        boolean directory = node.isDirectory();
        boolean now = depth && directory && node.depth < most ? node.phase == Tree.AFTER
                : node.phase == Tree.BEFORE;
        FindExpression.prune = false;
        if (now && node.depth >= least) {
            FindExpression.evaluate(root, node);
            if (FindExpression.quit) {
                return Tree.STOP;
            }
        }
        return directory && (node.depth >= most || FindExpression.prune) ? Tree.SKIP
                : Tree.CONTINUE;
    }

    /** Ends the program for an expression that is none. */
    static void refuse(Address word, String why) {
        Errors.warn(word, why);
        Program.exit(1);
    }
}

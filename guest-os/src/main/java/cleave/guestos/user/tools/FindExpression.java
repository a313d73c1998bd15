package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Match;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.Modes;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Tree;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Recursive;
import cleave.magic.Struct;

/** A node of {@code find}'s expression, and what it says of a file. */
final class FindExpression extends Struct {
    static final int AND = 1;
    static final int OR = 2;
    static final int NOT = 3;
    static final int TRUE = 4;
    static final int FALSE = 5;
    static final int NAME = 6;
    static final int PATH = 7;
    static final int TYPE = 8;
    static final int SIZE = 9;
    static final int TIME = 10;
    static final int NEWER = 11;
    static final int PERMISSIONS = 12;
    static final int LINKS = 13;
    static final int USER = 14;
    static final int GROUP = 15;
    static final int INODE = 16;
    static final int EMPTY = 17;
    static final int PRINT = 18;
    static final int PRUNE = 19;
    static final int DELETE = 20;
    static final int QUIT = 21;
    static final int EXEC = 22;

    /** How deep expressions may lie in each other. */
    static final int DEPTH = 200;

    static boolean prune;
    static boolean quit;

    private static final Words ENTRIES = new Words();
    private static final Text ROOT_NAME = new Text();

    int kind;
    FindExpression left;
    FindExpression right;
    Address text;
    /** Of numbers: below 0 less than, 0 exactly, above 0 more than. */
    int comparison;
    int flags;
    long number;
    /** What the number counts: bytes of a size, seconds of a time. */
    long unit;
    /** Words of a program, with {@code {}} where the path belongs, and paths that wait. */
    Words program;
    Words paths;
    int pathBytes;

    static FindExpression of(int kind, FindExpression left, FindExpression right) {
        FindExpression made = new FindExpression();
        made.kind = kind;
        made.left = left;
        made.right = right;
        return made;
    }

    @Recursive(max = DEPTH)
    static boolean evaluate(FindExpression expression, Tree.Node node) {
        switch (expression.kind) {
            case AND:
                return evaluate(expression.left, node) && !quit
                        && evaluate(expression.right, node);
            case OR:
                return evaluate(expression.left, node) || quit
                        || evaluate(expression.right, node);
            case NOT:
                return !evaluate(expression.left, node);
            default:
                return expression.kind >= PRINT ? act(expression, node) : test(expression, node);
        }
    }

    private static boolean test(FindExpression test, Tree.Node node) {
        Statx file = node.file;
        switch (test.kind) {
            case TRUE:
                return true;
            case NAME:
                return Match.fnmatch(test.text, name(node), test.flags);
            case PATH:
                return Match.fnmatch(test.text, node.path, test.flags);
            case TYPE:
                return !Strings.find(test.text, typeLetter(file.mode)).isNull();
            case SIZE:
                return compare(test, (file.size + test.unit - 1) / test.unit);
            case TIME:
                return compare(test, (Time.time() - file.modified.seconds) / test.unit);
            case NEWER:
                return file.modified.seconds > test.number
                        || file.modified.seconds == test.number
                        && file.modified.nanoseconds > test.unit;
            case PERMISSIONS:
                return permitted(test, file.mode & FileMode.PERMISSIONS);
            case LINKS:
                return compare(test, file.links);
            case USER:
                return compare(test, file.user);
            case GROUP:
                return compare(test, file.group);
            case INODE:
                return compare(test, file.inode);
            case EMPTY:
                return isEmpty(node);
            default:
                return false;
        }
    }

    private static boolean compare(FindExpression test, long value) {
        return test.comparison < 0 ? value < test.number : test.comparison > 0
                ? value > test.number : value == test.number;
    }

    private static int typeLetter(int mode) {
        int letter = Modes.typeLetter(mode);
        return letter == '-' ? 'f' : letter;
    }

    /** The last part of the path, without slashes at its end. */
    private static Address name(Tree.Node node) {
        Address name = node.name();
        int length = Strings.length(name);
        if (length < 2 || name.loadByte(length - 1) != '/') {
            return name;
        }
        ROOT_NAME.clear().put(name);
        while (length > 1 && ROOT_NAME.byteAt(length - 1) == '/') {
            length--;
        }
        return ROOT_NAME.truncate(length).address();
    }

    private static boolean permitted(FindExpression test, int mode) {
        int wanted = (int) test.number;
        switch (test.comparison) {
            case '-':
                return (mode & wanted) == wanted;
            case '/':
                return wanted == 0 || (mode & wanted) != 0;
            default:
                return mode == wanted;
        }
    }

    private static boolean isEmpty(Tree.Node node) {
        if (FileMode.isRegular(node.file.mode)) {
            return node.file.size == 0;
        }
        if (!node.isDirectory()) {
            return false;
        }
        boolean read = Tree.read(node.path, ENTRIES);
        boolean empty = read && ENTRIES.count() == 0;
        ENTRIES.release(true);
        return empty;
    }

    private static boolean act(FindExpression action, Tree.Node node) {
        switch (action.kind) {
            case PRINT:
                Stdio.stdout().put(node.path).putByte((int) action.number);
                return true;
            case PRUNE:
                prune = true;
                return true;
            case QUIT:
                quit = true;
                return true;
            case DELETE:
                return delete(node);
            default:
                return FindExec.run(action, node.path);
        }
    }

    private static boolean delete(Tree.Node node) {
        if (Strings.equal(node.path, ".")) {
            return true;
        }
        if ((node.isDirectory() ? Files.rmdir(node.path) : Files.unlink(node.path)) < 0) {
            Errors.warnErrno(node.path);
            Find.status = 1;
            return false;
        }
        return true;
    }
}

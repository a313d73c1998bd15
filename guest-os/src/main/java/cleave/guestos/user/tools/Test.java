package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;
import cleave.magic.Recursive;

/**
 * {@code test} and {@code [}: whether an expression is true (POSIX, test). Up to four words have
 * the meaning that their number gives them; more are read with {@code ! -a -o ( )}.
 */
final class Test {
    private static final String USAGE = "test EXPRESSION\n       [ EXPRESSION ]\n"
            + "Ends with 0 if the expression is true, with 1 if it is not.\n"
            + "  files    -b -c -d -e -f -g -h -k -L -p -r -s -S -t FD -u -w -x -O -G -nt -ot -ef\n"
            + "  texts    TEXT, -n TEXT, -z TEXT, A = B, A == B, A != B, A < B, A > B\n"
            + "  numbers  A -eq B, -ne -gt -ge -lt -le\n"
            + "  between  ! ( ) -a -o\n";
    private static final int WRONG = 2;
    private static final int DEPTH = 100;
    private static final Statx FILE = new Statx();
    private static final Statx OTHER = new Statx();
    private static final String UNARY = "bcdefghkLprsStuwxOGnz";
    private static final String[] BINARY = {"=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge",
        "-lt", "-le", "-nt", "-ot", "-ef"};

    private static Address words;
    private static int at;
    private static int end;
    private static int nesting;

    private Test() {
    }

    static int bracket(int count, Address arguments) {
        if (count == 2 && Strings.equal(Address.of(arguments.loadInt(4)), "--help")) {
            Stdio.stdout().put("usage: ").put(USAGE);
            return 0;
        }
        if (count < 2 || !Strings.equal(Address.of(arguments.loadInt(4 * count - 4)), "]")) {
            Errors.warn("no ] at the end");
            return WRONG;
        }
        return run(count - 1, arguments);
    }

    static int run(int count, Address arguments) {
        words = arguments;
        at = 1;
        end = count;
        if (count == 1) {
            return 1;
        }
        boolean result = few(count - 1);
        if (at < end) {
            refuse(word(), "does not belong here");
        }
        return result ? 0 : 1;
    }

    private static Address word() {
        return word(at);
    }

    private static Address word(int index) {
        if (index >= end) {
            refuse(Address.of(words.loadInt(4 * end - 4)), "something must follow");
        }
        return Address.of(words.loadInt(4 * index));
    }

    private static boolean is(String text) {
        return at < end && Strings.equal(word(), text);
    }

    /** One to four words, by their number; others as an expression. */
    private static boolean few(int count) {
        if (count == 1) {
            at++;
            return !Strings.isEmpty(word(1));
        }
        if (count == 3 && binary(word(2)) >= 0) {
            return comparison();
        }
        if (is("!") && count <= 4) {
            at++;
            return !(count == 2 ? !Strings.isEmpty(next()) : count == 4 && binary(word(3)) >= 0
                    ? comparison() : or());
        }
        if (count == 3 && is("(") && Strings.equal(word(3), ")")) {
            at = end;
            return !Strings.isEmpty(word(2));
        }
        return or();
    }

    private static Address next() {
        Address word = word();
        at++;
        return word;
    }

    @Recursive(max = DEPTH)
    private static boolean or() {
        boolean result = and();
        while (is("-o")) {
            at++;
            boolean right = and();
            result |= right;
        }
        return result;
    }

    private static boolean and() {
        boolean result = not();
        while (is("-a")) {
            at++;
            boolean right = not();
            result &= right;
        }
        return result;
    }

    private static boolean not() {
        boolean negated = false;
        while (is("!") && !(at + 2 < end && binary(word(at + 1)) >= 0)) {
            at++;
            negated = !negated;
        }
        return negated != primary();
    }

    private static boolean primary() {
        if (at + 2 < end && binary(word(at + 1)) >= 0) {
            return comparison();
        }
        if (is("(")) {
            nesting++;
            if (nesting == DEPTH) {
                refuse(word(), "too many parentheses in each other");
            }
            at++;
            boolean result = or();
            if (!is(")")) {
                refuse(Address.of("("), "has no )");
            }
            at++;
            return result;
        }
        Address word = next();
        if (word.loadByte(0) == '-' && word.loadByte(1) != 0 && word.loadByte(2) == 0
                && at < end && !Strings.find(Address.of(UNARY), word.loadByte(1)).isNull()) {
            return unary(word.loadByte(1), next());
        }
        if (word.loadByte(0) == '-' && word.loadByte(1) != 0 && at < end && !is("-a") && !is("-o")
                && !is(")")) {
            refuse(word, "unknown operator; test --help lists what there is");
        }
        return !Strings.isEmpty(word);
    }

    // ---- operators ----

    private static int binary(Address word) {
        for (int i = 0; i < BINARY.length; i++) {
            if (Strings.equal(word, BINARY[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean comparison() {
        Address left = next();
        int operator = binary(next());
        Address right = next();
        switch (operator) {
            case 0, 1:
                return Strings.equal(left, right);
            case 2:
                return !Strings.equal(left, right);
            case 3:
                return Strings.compare(left, right) < 0;
            case 4:
                return Strings.compare(left, right) > 0;
            case 11:
                return newer(left, right);
            case 12:
                return newer(right, left);
            case 13:
                return Files.stat(left, FILE) == 0 && Files.stat(right, OTHER) == 0
                        && Tree.same(FILE, OTHER);
            default:
                return numbers(operator, number(left), number(right));
        }
    }

    private static boolean numbers(int operator, long left, long right) {
        switch (operator) {
            case 5:
                return left == right;
            case 6:
                return left != right;
            case 7:
                return left > right;
            case 8:
                return left >= right;
            case 9:
                return left < right;
            default:
                return left <= right;
        }
    }

    private static long number(Address text) {
        Errors.errno = 0;
        long value = Numbers.parse(text, 10);
        Address behind = Numbers.end();
        while (behind.bits() != text.bits() && behind.loadByte(0) == ' ') {
            behind = behind.plus(1);
        }
        if (Errors.errno != 0 || behind.bits() == text.bits() || behind.loadByte(0) != 0) {
            refuse(text, "not a whole number");
        }
        return value;
    }

    /** A file that is there is newer than one that is not. */
    private static boolean newer(Address left, Address right) {
        if (Files.stat(left, FILE) < 0) {
            return false;
        }
        if (Files.stat(right, OTHER) < 0) {
            return true;
        }
        return FILE.modified.seconds > OTHER.modified.seconds
                || FILE.modified.seconds == OTHER.modified.seconds
                && FILE.modified.nanoseconds > OTHER.modified.nanoseconds;
    }

    private static boolean unary(int letter, Address text) {
        switch (letter) {
            case 'n':
                return !Strings.isEmpty(text);
            case 'z':
                return Strings.isEmpty(text);
            case 't':
                return Terminal.isatty((int) number(text));
            case 'r':
                return Files.access(text, FileMode.R_OK) == 0;
            case 'w':
                return Files.access(text, FileMode.W_OK) == 0;
            case 'x':
                return Files.access(text, FileMode.X_OK) == 0;
            case 'h', 'L':
                return Files.lstat(text, FILE) == 0 && FileMode.isLink(FILE.mode);
            default:
                return Files.stat(text, FILE) == 0 && file(letter);
        }
    }

    private static boolean file(int letter) {
        int mode = FILE.mode;
        switch (letter) {
            case 'b':
                return (mode & FileMode.S_IFMT) == FileMode.S_IFBLK;
            case 'c':
                return (mode & FileMode.S_IFMT) == FileMode.S_IFCHR;
            case 'd':
                return FileMode.isDirectory(mode);
            case 'f':
                return FileMode.isRegular(mode);
            case 'g':
                return (mode & FileMode.S_ISGID) != 0;
            case 'k':
                return (mode & FileMode.S_ISVTX) != 0;
            case 'p':
                return (mode & FileMode.S_IFMT) == FileMode.S_IFIFO;
            case 's':
                return FILE.size > 0;
            case 'S':
                return (mode & FileMode.S_IFMT) == FileMode.S_IFSOCK;
            case 'u':
                return (mode & FileMode.S_ISUID) != 0;
            case 'O':
                return FILE.user == Processes.geteuid();
            case 'G':
                return FILE.group == Processes.getegid();
            default:
                return true;
        }
    }

    private static void refuse(Address word, String why) {
        Errors.warn(word, why);
        Program.exit(WRONG);
    }
}

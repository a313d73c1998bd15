package cleave.guestos.user.sh;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.magic.Address;
import cleave.magic.Recursive;

/**
 * {@code test} and {@code [}. What two to four arguments mean is what POSIX says; longer ones are
 * an expression of {@code ! -a -o} and parentheses.
 */
final class Test {
    private static final int NESTING_MAX = 50;
    private static final String[] BINARY = {"=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le",
        "-gt", "-ge", "-nt", "-ot", "-ef"};
    private static final int FIRST_NUMBER = 5;
    private static final int FIRST_FILE = 11;
    private static final String UNARY = "bcdefgGhkLnOprsStuwxz";
    private static final Statx FILE = new Statx();
    private static final Statx OTHER = new Statx();

    private static Address words;
    private static int at;
    private static int end;
    private static boolean failed;
    private static int depth;

    private Test() {
    }

    static int run(int count, Address arguments) {
        words = arguments;
        at = 1;
        end = count;
        failed = false;
        depth = 0;
        if (Strings.equal(Builtins.word(arguments, 0), "[")) {
            end--;
            if (end == 0 || !Strings.equal(Builtins.word(arguments, end), "]")) {
                Messages.begin().put("[: missing ]").line();
                return Shell.ERROR;
            }
        }
        boolean result = ofLength();
        if (!failed && at < end) {
            fail(word(0), "unexpected operator");
        }
        return failed ? Shell.ERROR : result ? 0 : 1;
    }

    private static Address word(int ahead) {
        return at + ahead < end ? Builtins.word(words, at + ahead) : Address.of("");
    }

    private static boolean is(int ahead, String text) {
        return at + ahead < end && Strings.equal(Builtins.word(words, at + ahead), text);
    }

    private static void fail(Address subject, String what) {
        if (!failed) {
            Messages.begin().put(Builtins.word(words, 0)).put(": ").put(subject).put(": ")
                    .put(what).line();
        }
        failed = true;
    }

    private static boolean ofLength() {
        int length = end - at;
        if (length == 0) {
            return false;
        }
        if (length == 3 && binary(word(1)) >= 0) {
            return primary();
        }
        if (length == 4 && is(0, "!")) {
            at++;
            return !ofLength3();
        }
        return length == 3 ? ofLength3() : length == 2 && is(0, "!") ? negated() : or();
    }

    private static boolean negated() {
        at += 2;
        return Strings.isEmpty(Builtins.word(words, at - 1));
    }

    private static boolean ofLength3() {
        if (binary(word(1)) >= 0) {
            return primary();
        }
        if (is(0, "(") && is(2, ")")) {
            at += 3;
            return !Strings.isEmpty(Builtins.word(words, at - 2));
        }
        return or();
    }

    private static int binary(Address word) {
        for (int i = 0; i < BINARY.length; i++) {
            if (Strings.equal(word, BINARY[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean or() {
        boolean result = and();
        while (!failed && is(0, "-o")) {
            at++;
            result |= and();
        }
        return result;
    }

    private static boolean and() {
        boolean result = not();
        while (!failed && is(0, "-a")) {
            at++;
            result &= not();
        }
        return result;
    }

    private static boolean not() {
        boolean wanted = true;
        while (is(0, "!") && at + 1 < end && binary(word(1)) < 0) {
            at++;
            wanted = !wanted;
        }
        return primary() == wanted;
    }

    @Recursive(max = NESTING_MAX)
    private static boolean primary() {
        if (at >= end || depth == NESTING_MAX) {
            fail(Builtins.word(words, end - 1), at >= end ? "argument expected" : "too deep");
            return false;
        }
        if (binary(word(1)) >= 0 && at + 2 < end) {
            at += 3;
            return compare(Builtins.word(words, at - 3), binary(Builtins.word(words, at - 2)),
                    Builtins.word(words, at - 1));
        }
        if (is(0, "(") && at + 1 < end) {
            at++;
            depth++;
            boolean result = or();
            depth--;
            if (!failed && !is(0, ")")) {
                fail(word(0), "closing paren expected");
            }
            at++;
            return result;
        }
        Address word = word(0);
        int letter = word.loadByte(0) == '-' ? word.loadByte(1) : 0;
        boolean unary = letter != 0 && word.loadByte(2) == 0
                && !Strings.find(Address.of(UNARY), letter).isNull();
        if (unary && at + 1 < end) {
            at += 2;
            return unary(letter, Builtins.word(words, at - 1));
        }
        at++;
        return !Strings.isEmpty(word);
    }

    private static boolean compare(Address a, int operator, Address b) {
        if (operator >= FIRST_FILE) {
            return files(a, operator, b);
        }
        if (operator >= FIRST_NUMBER) {
            long first = number(a);
            long second = number(b);
            return switch (operator) {
                case 5 -> first == second;
                case 6 -> first != second;
                case 7 -> first < second;
                case 8 -> first <= second;
                case 9 -> first > second;
                default -> first >= second;
            } && !failed;
        }
        int order = Strings.compare(a, b);
        return switch (operator) {
            case 0, 1 -> order == 0;
            case 2 -> order != 0;
            case 3 -> order < 0;
            default -> order > 0;
        };
    }

    private static long number(Address word) {
        int error = Errors.errno;
        long value = Numbers.parse(word, 10);
        Errors.errno = error;
        Address behind = Numbers.end();
        boolean none = behind == word;
        while (Characters.isSpace(behind.loadUnsignedByte(0))) {
            behind = behind.plus(1);
        }
        if (none || behind.loadByte(0) != 0) {
            if (!failed) {
                Messages.begin().put(Builtins.word(words, 0)).put(": Illegal number: ").put(word)
                        .line();
            }
            failed = true;
        }
        return value;
    }

    private static boolean files(Address a, int operator, Address b) {
        boolean first = Files.stat(a, FILE) == 0;
        boolean second = Files.stat(b, OTHER) == 0;
        if (operator == FIRST_FILE + 2) {
            return first && second && FILE.inode == OTHER.inode
                    && FILE.deviceMajor == OTHER.deviceMajor
                    && FILE.deviceMinor == OTHER.deviceMinor;
        }
        if (!first || !second) {
            return operator == FIRST_FILE ? first : second;
        }
        long newer = FILE.modified.seconds - OTHER.modified.seconds;
        if (newer == 0) {
            newer = FILE.modified.nanoseconds - OTHER.modified.nanoseconds;
        }
        return operator == FIRST_FILE ? newer > 0 : newer < 0;
    }

    private static boolean unary(int letter, Address word) {
        switch (letter) {
            case 'n':
                return !Strings.isEmpty(word);
            case 'z':
                return Strings.isEmpty(word);
            case 't':
                return Terminal.isatty((int) number(word)) && !failed;
            case 'r':
                return Files.access(word, FileMode.R_OK) == 0;
            case 'w':
                return Files.access(word, FileMode.W_OK) == 0;
            case 'x':
                return Files.access(word, FileMode.X_OK) == 0;
            case 'h', 'L':
                return Files.lstat(word, FILE) == 0 && Files.isLink(FILE);
            default:
                return Files.stat(word, FILE) == 0 && file(letter);
        }
    }

    private static boolean file(int letter) {
        int type = FILE.mode & FileMode.S_IFMT;
        switch (letter) {
            case 'b':
                return type == FileMode.S_IFBLK;
            case 'c':
                return type == FileMode.S_IFCHR;
            case 'd':
                return type == FileMode.S_IFDIR;
            case 'f':
                return type == FileMode.S_IFREG;
            case 'p':
                return type == FileMode.S_IFIFO;
            case 'S':
                return type == FileMode.S_IFSOCK;
            case 'g':
                return (FILE.mode & FileMode.S_ISGID) != 0;
            case 'u':
                return (FILE.mode & FileMode.S_ISUID) != 0;
            case 'k':
                return (FILE.mode & FileMode.S_ISVTX) != 0;
            case 's':
                return FILE.size > 0;
            case 'O':
                return FILE.user == Processes.geteuid();
            case 'G':
                return FILE.group == Processes.getegid();
            default:
                return true;
        }
    }
}

package cleave.guestos.user.tools;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Match;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Modes;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Recursive;
import cleave.magic.Struct;

/** Reads {@code find}'s expression (POSIX, find, OPERANDS). */
final class FindParser {
    private static final int DAY = 86_400;
    private static final int BLOCK = 512;
    private static final Statx FILE = new Statx();

    /** What has a name, and perhaps a word behind it. */
    private static final Primary[] PRIMARIES = {
        Primary.of("-name", FindExpression.NAME, 1),
        Primary.of("-iname", FindExpression.NAME, 1),
        Primary.of("-path", FindExpression.PATH, 1),
        Primary.of("-type", FindExpression.TYPE, 1),
        Primary.of("-size", FindExpression.SIZE, 1),
        Primary.of("-mtime", FindExpression.TIME, 1),
        Primary.of("-mmin", FindExpression.TIME, 1),
        Primary.of("-newer", FindExpression.NEWER, 1),
        Primary.of("-perm", FindExpression.PERMISSIONS, 1),
        Primary.of("-links", FindExpression.LINKS, 1),
        Primary.of("-user", FindExpression.USER, 1),
        Primary.of("-group", FindExpression.GROUP, 1),
        Primary.of("-inum", FindExpression.INODE, 1),
        Primary.of("-empty", FindExpression.EMPTY, 0),
        Primary.of("-true", FindExpression.TRUE, 0),
        Primary.of("-false", FindExpression.FALSE, 0),
        Primary.of("-print", FindExpression.PRINT, 0),
        Primary.of("-print0", FindExpression.PRINT, 0),
        Primary.of("-prune", FindExpression.PRUNE, 0),
        Primary.of("-delete", FindExpression.DELETE, 0),
        Primary.of("-quit", FindExpression.QUIT, 0),
        Primary.of("-exec", FindExpression.EXEC, 0),
        Primary.of("-ok", FindExpression.EXEC, 0),
        Primary.of("-maxdepth", FindExpression.TRUE, 1),
        Primary.of("-mindepth", FindExpression.TRUE, 1),
        Primary.of("-depth", FindExpression.TRUE, 0),
        Primary.of("-xdev", FindExpression.TRUE, 0),
    };

    private static Address words;
    private static int count;
    private static int at;
    private static boolean acts;
    private static int nesting;

    /** A test, action or option. */
    static final class Primary extends Struct {
        String name;
        int kind;
        /** Words behind the name. */
        int words;

        static Primary of(String name, int kind, int words) {
            Primary made = new Primary();
            made.name = name;
            made.kind = kind;
            made.words = words;
            return made;
        }
    }

    private FindParser() {
    }

    /** Whether a word is no path but the beginning of the expression. */
    static boolean begins(Address word) {
        return word.loadByte(0) == '-' && word.loadByte(1) != 0 || Strings.equal(word, "(")
                || Strings.equal(word, "!");
    }

    /** The expression from a word on; prints what it is true of, if it does nothing else. */
    static FindExpression parse(int wordCount, Address arguments, int first) {
        words = arguments;
        count = wordCount;
        at = first;
        FindExpression expression = at == count
                ? FindExpression.of(FindExpression.TRUE, null, null) : or();
        if (at < count) {
            Find.refuse(word(), "does not belong here");
        }
        if (!acts) {
            FindExpression print = FindExpression.of(FindExpression.PRINT, null, null);
            print.number = '\n';
            expression = FindExpression.of(FindExpression.AND, expression, print);
        }
        return expression;
    }

    private static Address word() {
        return at < count ? Address.of(words.loadInt(4 * at)) : Address.of("");
    }

    private static boolean is(String a, String b) {
        return at < count && (Strings.equal(word(), a) || Strings.equal(word(), b));
    }

    @Recursive(max = FindExpression.DEPTH)
    private static FindExpression or() {
        FindExpression left = and();
        while (is("-o", "-or")) {
            at++;
            left = FindExpression.of(FindExpression.OR, left, and());
        }
        return left;
    }

    private static FindExpression and() {
        FindExpression left = not();
        while (at < count && !is("-o", "-or") && !is(")", ")")) {
            if (is("-a", "-and")) {
                at++;
            }
            left = FindExpression.of(FindExpression.AND, left, not());
        }
        return left;
    }

    private static FindExpression not() {
        boolean negated = false;
        while (is("!", "-not")) {
            at++;
            negated = !negated;
        }
        FindExpression inner;
        if (is("(", "(")) {
            nesting++;
            if (nesting == FindExpression.DEPTH / 2) {
                Find.refuse(word(), "too many parentheses in each other");
            }
            at++;
            inner = or();
            if (!is(")", ")")) {
                Find.refuse(Address.of("("), "has no )");
            }
            at++;
            nesting--;
        } else {
            inner = primary();
        }
        return negated ? FindExpression.of(FindExpression.NOT, inner, null) : inner;
    }

    private static FindExpression primary() {
        Address name = word();
        if (at == count) {
            Errors.die(1, "the expression ends too early");
        }
        for (Primary primary : PRIMARIES) {
            if (Strings.equal(name, primary.name)) {
                at++;
                FindExpression made = FindExpression.of(primary.kind, null, null);
                if (primary.words > 0) {
                    if (at == count) {
                        Find.refuse(name, "a word must follow");
                    }
                    made.text = word();
                    at++;
                }
                complete(made, name);
                return made;
            }
        }
        Find.refuse(name, "unknown; find --help lists what there is");
        return null;
    }

    private static void complete(FindExpression made, Address name) {
        Address text = made.text;
        switch (made.kind) {
            case FindExpression.NAME -> made.flags = name.loadByte(1) == 'i' ? Match.CASEFOLD : 0;
            case FindExpression.TYPE -> checkType(text);
            case FindExpression.SIZE -> size(made);
            case FindExpression.TIME -> {
                made.unit = name.loadByte(2) == 't' ? DAY : 60;
                number(made, text);
            }
            case FindExpression.NEWER -> {
                if (Files.stat(text, FILE) < 0) {
                    Errors.dieErrno(1, text);
                }
                made.number = FILE.modified.seconds;
                made.unit = FILE.modified.nanoseconds;
            }
            case FindExpression.PERMISSIONS -> permissions(made);
            case FindExpression.LINKS, FindExpression.INODE -> number(made, text);
            case FindExpression.USER -> made.number = known(text, Names.userId(text));
            case FindExpression.GROUP -> made.number = known(text, Names.groupId(text));
            case FindExpression.PRINT -> made.number = Strings.endsWith(name, "0") ? 0 : '\n';
            case FindExpression.EXEC -> program(made, Strings.equal(name, "-ok"));
            case FindExpression.TRUE -> option(name, text);
            default -> {
                Find.depth |= made.kind == FindExpression.DELETE;
            }
        }
        acts |= made.kind >= FindExpression.PRINT && made.kind != FindExpression.PRUNE
                && made.kind != FindExpression.QUIT;
    }

    private static int known(Address name, int id) {
        if (id < 0) {
            Find.refuse(name, "no such user or group");
        }
        return id;
    }

    private static void option(Address name, Address text) {
        if (Strings.equal(name, "-maxdepth")) {
            Find.most = CommandLine.number(text, 0);
        } else if (Strings.equal(name, "-mindepth")) {
            Find.least = CommandLine.number(text, 0);
        } else if (Strings.equal(name, "-depth")) {
            Find.depth = true;
        } else if (Strings.equal(name, "-xdev")) {
            Find.sameDevice = true;
        }
    }

    private static void checkType(Address text) {
        for (int i = 0; text.loadByte(i) != 0; i++) {
            if (Strings.find(Address.of("bcdflps,"), text.loadByte(i)).isNull()) {
                Find.refuse(text, "a type is one of b c d f l p s");
            }
        }
    }

    /** {@code +N}, {@code -N} or {@code N}; returns what is behind the digits. */
    private static Address leading(FindExpression made, Address text) {
        int sign = text.loadByte(0);
        made.comparison = sign == '+' ? 1 : sign == '-' ? -1 : 0;
        Address digits = made.comparison == 0 ? text : text.plus(1);
        if (!Characters.isDigit(digits.loadByte(0))) {
            Find.refuse(text, "not a number");
        }
        made.number = Numbers.parse(digits, 10);
        return Numbers.end();
    }

    private static void number(FindExpression made, Address text) {
        if (leading(made, text).loadByte(0) != 0) {
            Find.refuse(text, "not a number");
        }
    }

    private static void size(FindExpression made) {
        Address unit = leading(made, made.text);
        switch (unit.loadByte(0)) {
            case 0, 'b' -> made.unit = BLOCK;
            case 'c' -> made.unit = 1;
            case 'w' -> made.unit = 2;
            case 'k' -> made.unit = 1 << 10;
            case 'M' -> made.unit = 1 << 20;
            case 'G' -> made.unit = 1 << 30;
            default -> Find.refuse(made.text, "not a size");
        }
        if (unit.loadByte(0) != 0 && unit.loadByte(1) != 0) {
            Find.refuse(made.text, "not a size");
        }
    }

    private static void permissions(FindExpression made) {
        int first = made.text.loadByte(0);
        made.comparison = first == '-' || first == '/' ? first : 0;
        int mode = Modes.change(made.comparison == 0 ? made.text : made.text.plus(1), 0, 0);
        if (mode < 0) {
            Find.refuse(made.text, "not a mode");
        }
        made.number = mode;
    }

    /** The words up to {@code ;}, or up to {@code {} +}. */
    private static void program(FindExpression made, boolean ask) {
        made.program = new Words();
        made.flags = ask ? FindExec.ASK : 0;
        while (!is(";", ";")) {
            if (at == count) {
                Errors.warn("-exec: no ; at the end");
                Program.exit(1);
            }
            if (is("+", "+") && made.program.count() > 1
                    && Strings.equal(made.program.address(made.program.count() - 1), "{}")) {
                made.program.removeLast();
                made.paths = new Words();
                break;
            }
            made.program.add(word());
            at++;
        }
        at++;
        if (made.program.count() == 0) {
            Errors.die(1, "-exec: no program");
        }
    }
}

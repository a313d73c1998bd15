package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.regex.Regex;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** {@code expr}: the value of an expression (POSIX, expr), and GNU's match, substr, index. */
final class Expr {
    private static final String USAGE = "expr EXPRESSION\n"
            + "Prints the value of an expression of words: A | B, A & B, A < B <= = != >= >,\n"
            + "A + B - * / %, TEXT : REGULAR-EXPRESSION, match TEXT EXPRESSION,\n"
            + "substr TEXT PLACE LENGTH, index TEXT CHARACTERS, length TEXT, ( ), + WORD.\n"
            + "Ends with 0 if it is neither empty nor 0, with 1 if it is.\n";
    private static final int WRONG = 2;
    private static final int DEPTH = 100;
    private static final int NUMBER_SIZE = 24;
    private static final int LEVELS = 5;

    private static Address words;
    private static int at;
    private static int end;
    private static int nesting;

    private Expr() {
    }

    static int run(int count, Address arguments) {
        words = arguments;
        at = 1;
        end = count;
        if (is("--help") && count == 2) {
            Stdio.stdout().put("usage: ").put(USAGE);
            return 0;
        }
        if (is("--")) {
            at++;
        }
        if (at == end) {
            refuse("an expression is missing; see expr --help");
        }
        Address value = binary(0);
        if (at < end) {
            Errors.warn(word(), "does not belong here");
            return WRONG;
        }
        Stdio.puts(value);
        return isNothing(value) ? 1 : 0;
    }

    private static void refuse(String why) {
        Errors.warn(why);
        Program.exit(WRONG);
    }

    private static Address word() {
        return Address.of(words.loadInt(4 * at));
    }

    private static boolean is(String text) {
        return at < end && Strings.equal(word(), text);
    }

    private static Address next() {
        if (at == end) {
            refuse("the expression ends too early");
        }
        at++;
        return Address.of(words.loadInt(4 * at - 4));
    }

    private static boolean isNumber(Address text) {
        Numbers.parse(text, 10);
        return Numbers.end().bits() != text.bits() && Numbers.end().loadByte(0) == 0
                && text.loadByte(0) != '+' && text.loadByte(0) != ' ';
    }

    private static boolean isNothing(Address value) {
        return Strings.isEmpty(value) || isNumber(value) && Numbers.parse(value, 10) == 0;
    }

    private static Address number(long value) {
        Address text = Heap.malloc(NUMBER_SIZE);
        Format.snprintf(text, NUMBER_SIZE, "%lld", (int) value, (int) (value >> 32));
        return text;
    }

    private static long integer(Address text) {
        Errors.errno = 0;
        if (!isNumber(text) || Errors.errno != 0) {
            Errors.warn(text, "not a whole number");
            Program.exit(WRONG);
        }
        return Numbers.parse(text, 10);
    }

    // ---- operators ----

    /** The level of a word that is an operator, 0 the loosest; -1 if it is none. */
    private static int level() {
        if (is("|")) {
            return 0;
        }
        if (is("&")) {
            return 1;
        }
        if (is("<") || is("<=") || is("=") || is("==") || is("!=") || is(">=") || is(">")) {
            return 2;
        }
        if (is("+") || is("-")) {
            return 3;
        }
        if (is("*") || is("/") || is("%")) {
            return 4;
        }
        return is(":") ? LEVELS : -1;
    }

    @Recursive(max = DEPTH * LEVELS)
    private static Address binary(int lowest) {
        Address left = primary();
        int level = level();
        while (level >= lowest) {
            Address operator = next();
            Address right = binary(level + 1);
            left = apply(operator, level, left, right);
            level = level();
        }
        return left;
    }

    private static Address apply(Address operator, int level, Address left, Address right) {
        switch (level) {
            case 0:
                return !isNothing(left) ? left : Strings.isEmpty(right) ? number(0) : right;
            case 1:
                return isNothing(left) || isNothing(right) ? number(0) : left;
            case 2:
                return number(compare(operator, left, right) ? 1 : 0);
            case LEVELS:
                return match(left, right);
            default:
                return number(arithmetic(operator.loadByte(0), integer(left), integer(right)));
        }
    }

    private static boolean compare(Address operator, Address left, Address right) {
        int order = isNumber(left) && isNumber(right)
                ? Long.compare(Numbers.parse(left, 10), Numbers.parse(right, 10))
                : Strings.compare(left, right);
        boolean orEqual = operator.loadByte(1) == '=';
        switch (operator.loadByte(0)) {
            case '<':
                return order < 0 || orEqual && order == 0;
            case '>':
                return order > 0 || orEqual && order == 0;
            case '!':
                return order != 0;
            default:
                return order == 0;
        }
    }

    private static long arithmetic(int operator, long left, long right) {
        switch (operator) {
            case '+':
                return left + right;
            case '-':
                return left - right;
            case '*':
                return left * right;
            default:
                if (right == 0) {
                    refuse("division by zero");
                }
                return operator == '/' ? left / right : left % right;
        }
    }

    /** What the first group matches, or how many characters the whole does, from the start. */
    private static Address match(Address text, Address pattern) {
        Regex regex = Regex.of(pattern, 0);
        if (regex.error() != null) {
            Errors.warn(pattern, regex.error());
            Program.exit(WRONG);
        }
        boolean found = regex.find(text, Strings.length(text), 0) && regex.start(0) == 0;
        if (regex.groups() > 0) {
            return found && regex.start(1) >= 0
                    ? Strings.duplicate(text.plus(regex.start(1)), regex.end(1) - regex.start(1))
                    : Address.of("");
        }
        return number(found ? regex.end(0) : 0);
    }

    private static Address primary() {
        if (is("(")) {
            nesting++;
            if (nesting == DEPTH) {
                refuse("too many parentheses in each other");
            }
            at++;
            Address value = binary(0);
            if (!is(")")) {
                refuse("a parenthesis is not closed");
            }
            at++;
            nesting--;
            return value;
        }
        if (end - at > 1 && is("+")) {
            at++;
            return next();
        }
        if (end - at > 1 && is("length")) {
            at++;
            return number(Strings.length(next()));
        }
        if (end - at > 2 && is("match")) {
            at++;
            Address text = next();
            return match(text, next());
        }
        if (end - at > 2 && is("index")) {
            at++;
            Address text = next();
            int place = Strings.spanWithout(text, next());
            return number(text.loadByte(place) == 0 ? 0 : place + 1);
        }
        if (end - at > 3 && is("substr")) {
            at++;
            return substring(next());
        }
        return next();
    }

    private static Address substring(Address text) {
        Address place = next();
        Address count = next();
        long from = isNumber(place) ? Numbers.parse(place, 10) : 0;
        long length = isNumber(count) ? Numbers.parse(count, 10) : 0;
        int whole = Strings.length(text);
        if (from < 1 || from > whole || length < 1) {
            return Address.of("");
        }
        return Strings.duplicate(text.plus((int) from - 1),
                (int) Math.min(length, whole - from + 1));
    }
}

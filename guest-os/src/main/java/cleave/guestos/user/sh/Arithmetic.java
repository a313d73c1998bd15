package cleave.guestos.user.sh;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Recursive;

/**
 * Arithmetic expansion (Shell Command Language, 2.6.4): C's operators on 64-bit integers and
 * variables, without {@code ++ -- ,} and {@code sizeof}.
 */
final class Arithmetic {
    private static final int NESTING_MAX = 400;

    /** Binary operators of two characters before their prefixes, with their precedence. */
    private static final String[] OPERATORS = {"||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "|",
        "^", "&", "<", ">", "+", "-", "*", "/", "%"};
    private static final int[] PRECEDENCE = {1, 2, 6, 6, 7, 7, 8, 8, 3, 4, 5, 7, 7, 9, 9, 10, 10,
        10};
    private static final int UNARY = 11;
    private static final int OR = 0;
    private static final int AND = 1;

    private static Address whole;
    private static Address at;
    private static boolean failed;
    /** What is read is not computed: the other side has decided. */
    private static int skipping;
    private static int depth;

    private Arithmetic() {
    }

    /** The value; after a message it is 0, with an abort pending. */
    static long evaluate(Address expression) {
        whole = expression;
        at = expression;
        failed = false;
        skipping = 0;
        depth = 0;
        if (blank() == 0) {
            return 0;
        }
        long value = assignment();
        if (!failed && blank() != 0) {
            fail("expecting EOF");
        }
        return value;
    }

    private static void fail(String what) {
        if (!failed) {
            Messages.begin().put("arithmetic expression: ").put(what).put(": \"").put(whole)
                    .put("\"").line();
            Control.abort();
        }
        failed = true;
    }

    /** The next character that is no blank. */
    private static int blank() {
        while (Characters.isSpace(at.loadUnsignedByte(0))) {
            at = at.plus(1);
        }
        return at.loadUnsignedByte(0);
    }

    @Recursive(max = NESTING_MAX)
    private static long assignment() {
        if (failed || depth == NESTING_MAX) {
            fail("too deep");
            return 0;
        }
        depth++;
        long value;
        blank();
        int length = Names.length(at);
        Address start = at;
        at = at.plus(length);
        int operator = length > 0 ? assignmentOperator() : -1;
        if (operator >= 0) {
            Address name = Arena.SCRATCH.copy(start, length);
            long right = assignment();
            if (operator < OPERATORS.length && !failed) {
                right = compute(operator, skipping > 0 ? 0 : variable(name), right);
            }
            if (skipping == 0 && !failed) {
                store(name, right);
            }
            value = right;
        } else {
            at = start;
            value = conditional();
        }
        depth--;
        return value;
    }

    private static void store(Address name, long value) {
        Text digits = new Text();
        failed |= !Variables.set(name, digits.addNumber(value).text());
        digits.free();
    }

    /** The operator before an equals sign, a number behind the last for a plain one, or -1. */
    private static int assignmentOperator() {
        int character = blank();
        if (character == '=' && at.loadByte(1) != '=') {
            at = at.plus(1);
            return OPERATORS.length;
        }
        int operator = operator();
        if (operator < 0) {
            return -1;
        }
        int length = OPERATORS[operator].length();
        boolean allowed = PRECEDENCE[operator] >= 8 || PRECEDENCE[operator] >= 3
                && PRECEDENCE[operator] <= 5;
        if (!allowed || at.loadByte(length) != '=') {
            return -1;
        }
        at = at.plus(length + 1);
        return operator;
    }

    private static long conditional() {
        long condition = binary(1);
        if (failed || blank() != '?') {
            return condition;
        }
        at = at.plus(1);
        skipping += condition == 0 ? 1 : 0;
        long yes = assignment();
        skipping -= condition == 0 ? 1 : 0;
        if (!failed && blank() != ':') {
            fail("expecting ':'");
            return 0;
        }
        at = at.plus(1);
        skipping += condition != 0 ? 1 : 0;
        long no = assignment();
        skipping -= condition != 0 ? 1 : 0;
        return condition != 0 ? yes : no;
    }

    /** The operator that is next, or -1. */
    private static int operator() {
        blank();
        for (int i = 0; i < OPERATORS.length; i++) {
            if (Strings.startsWith(at, OPERATORS[i])) {
                return i;
            }
        }
        return -1;
    }

    @Recursive(max = NESTING_MAX * UNARY)
    private static long binary(int lowest) {
        long left = unary();
        while (!failed) {
            int operator = operator();
            if (operator < 0 || PRECEDENCE[operator] < lowest) {
                break;
            }
            at = at.plus(OPERATORS[operator].length());
            boolean decided = operator == OR && left != 0 || operator == AND && left == 0;
            skipping += decided ? 1 : 0;
            long right = binary(PRECEDENCE[operator] + 1);
            skipping -= decided ? 1 : 0;
            left = compute(operator, left, right);
        }
        return left;
    }

    private static long compute(int operator, long a, long b) {
        switch (OPERATORS[operator].charAt(0) + (OPERATORS[operator].length() == 1 ? 0 : 0x100)) {
            case '|' + 0x100:
                return a != 0 || b != 0 ? 1 : 0;
            case '&' + 0x100:
                return a != 0 && b != 0 ? 1 : 0;
            case '=' + 0x100:
                return a == b ? 1 : 0;
            case '!' + 0x100:
                return a != b ? 1 : 0;
            case '<' + 0x100:
                return operator == 4 ? a <= b ? 1 : 0 : a << (int) b;
            case '>' + 0x100:
                return operator == 5 ? a >= b ? 1 : 0 : a >> (int) b;
            case '|':
                return a | b;
            case '^':
                return a ^ b;
            case '&':
                return a & b;
            case '<':
                return a < b ? 1 : 0;
            case '>':
                return a > b ? 1 : 0;
            case '+':
                return a + b;
            case '-':
                return a - b;
            case '*':
                return a * b;
            default:
                return divide(a, b, OPERATORS[operator].charAt(0) == '%');
        }
    }

    private static long divide(long a, long b, boolean remainder) {
        if (b == 0) {
            if (skipping == 0) {
                fail("division by zero");
            }
            return 0;
        }
        return remainder ? a % b : a / b;
    }

    @Recursive(max = NESTING_MAX)
    private static long unary() {
        if (failed || depth == NESTING_MAX) {
            fail("too deep");
            return 0;
        }
        depth++;
        long value = operand();
        depth--;
        return value;
    }

    private static long operand() {
        int character = blank();
        switch (character) {
            case '+':
                at = at.plus(1);
                return unary();
            case '-':
                at = at.plus(1);
                return -unary();
            case '!':
                at = at.plus(1);
                return unary() == 0 ? 1 : 0;
            case '~':
                at = at.plus(1);
                return ~unary();
            case '(':
                at = at.plus(1);
                long value = assignment();
                if (!failed && blank() != ')') {
                    fail("expecting ')'");
                } else {
                    at = at.plus(1);
                }
                return value;
            default:
                return primary(character);
        }
    }

    private static long primary(int character) {
        int length = Names.length(at);
        if (length > 0) {
            Address name = Arena.SCRATCH.copy(at, length);
            at = at.plus(length);
            return skipping > 0 ? 0 : variable(name);
        }
        if (!Characters.isDigit(character)) {
            fail("expecting primary");
            return 0;
        }
        long value = Numbers.parse(at, 0);
        at = Numbers.end();
        if (Characters.isLetterOrDigit(at.loadUnsignedByte(0))) {
            fail("expecting EOF");
        }
        return value;
    }

    private static long variable(Address name) {
        Address text = Variables.value(name);
        if (text.isNull()) {
            if (ShellOptions.isSet('u')) {
                failed = true;
                Messages.warn(name, "parameter not set");
                Control.abort();
            }
            return 0;
        }
        int error = Errors.errno;
        long value = Numbers.parse(text, 0);
        Errors.errno = error;
        Address end = Numbers.end();
        while (Characters.isSpace(end.loadUnsignedByte(0))) {
            end = end.plus(1);
        }
        if (end.loadByte(0) != 0 || Numbers.end() == text && !Strings.isEmpty(text)) {
            Messages.begin().put("Illegal number: ").put(text).line();
            failed = true;
            Control.abort();
        }
        return value;
    }
}

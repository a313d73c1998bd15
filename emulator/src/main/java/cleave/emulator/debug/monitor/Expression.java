package cleave.emulator.debug.monitor;

import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.util.OptionalInt;

/**
 * Expressions in C's spelling and precedence over 64-bit integers: numbers (0x hexadecimal, leading
 * 0 octal), {@code $pc}, {@code $priv}, integer registers and CSRs with {@code $} before them,
 * symbols for their addresses; {@code + - * / % & | ^ ~ << >>} and brackets.
 */
final class Expression {
    private static final String[][] BY_PRECEDENCE = {
        {"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    private final Hart hart;
    private final Symbols symbols;
    private final String text;
    private int at;

    private Expression(Hart hart, Symbols symbols, String text) {
        this.hart = hart;
        this.symbols = symbols;
        this.text = text;
    }

    /** The value of the whole text. */
    static long evaluate(Hart hart, Symbols symbols, String text) throws MonitorException {
        Expression expression = new Expression(hart, symbols, text);
        long value = expression.binary(0);
        if (!expression.atEnd()) {
            throw new MonitorException("cannot read '" + text.substring(expression.at)
                    + "' in the expression " + text);
        }
        return value;
    }

    private boolean atEnd() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at == text.length();
    }

    private boolean take(String token) {
        if (!atEnd() && text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private String takeOneOf(String[] tokens) {
        for (String token : tokens) {
            if (take(token)) {
                return token;
            }
        }
        return null;
    }

    private long binary(int level) throws MonitorException {
        if (level == BY_PRECEDENCE.length) {
            return unary();
        }
        long value = binary(level + 1);
        String operator = takeOneOf(BY_PRECEDENCE[level]);
        while (operator != null) {
            value = apply(operator, value, binary(level + 1));
            operator = takeOneOf(BY_PRECEDENCE[level]);
        }
        return value;
    }

    private static long apply(String operator, long left, long right) throws MonitorException {
        if (right == 0 && (operator.equals("/") || operator.equals("%"))) {
            throw new MonitorException("division by zero");
        }
        return switch (operator) {
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "<<" -> left << right;
            case ">>" -> left >>> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            default -> left % right;
        };
    }

    private long unary() throws MonitorException {
        if (take("-")) {
            return -unary();
        }
        if (take("+")) {
            return unary();
        }
        if (take("~")) {
            return ~unary();
        }
        if (take("(")) {
            long value = binary(0);
            if (!take(")")) {
                throw new MonitorException("a closing bracket is missing in " + text);
            }
            return value;
        }
        return take("$") ? register(word()) : constant(word());
    }

    private String word() throws MonitorException {
        int start = atEnd() ? text.length() : at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new MonitorException(start == text.length() ? "the expression ends too early"
                    : "cannot read '" + text.substring(start) + "' in the expression " + text);
        }
        return text.substring(start, at);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    private long register(String name) throws MonitorException {
        if (name.equals("pc")) {
            return hart.pc & 0xffff_ffffL;
        }
        if (name.equals("priv")) {
            return hart.mode();
        }
        Register register = Register.byName(name);
        if (register != null) {
            return hart.x[register.number()] & 0xffff_ffffL;
        }
        Csr csr = Csr.byName(name);
        if (csr == null) {
            throw new MonitorException("unknown register $" + name
                    + ": integer registers, CSRs, $pc and $priv have names");
        }
        return hart.csrs().read(csr) & 0xffff_ffffL;
    }

    private long constant(String word) throws MonitorException {
        if (Character.isDigit(word.charAt(0))) {
            try {
                return Long.decode(word);
            } catch (NumberFormatException notANumber) {
                throw new MonitorException(word + " is no number");
            }
        }
        OptionalInt symbol = symbols.valueOf(word);
        if (symbol.isEmpty()) {
            throw new MonitorException("no symbol is called " + word);
        }
        return symbol.getAsInt() & 0xffff_ffffL;
    }
}

package cleave.tests.compiler;

import java.util.List;

/**
 * Random expressions of a kind. Most indices and divisors are kept in bounds; a few are not, so
 * that some programs end in a panic.
 */
final class Expressions {
    private static final int PERCENT_UNGUARDED = 2;

    private final Chance chance;
    private final Scope scope;

    Expressions(Chance chance, Scope scope) {
        this.chance = chance;
        this.scope = scope;
    }

    /** Of that type exactly, so that it may be assigned. */
    String of(Kind kind, int depth) {
        return switch (kind) {
            case BOOLEAN -> bool(depth);
            case INT -> integer(depth);
            case LONG -> longer(depth);
            default -> "(" + kind + ") " + parenthesised(chance.percent(20) ? longer(depth)
                    : integer(depth));
        };
    }

    private static String parenthesised(String text) {
        return "(" + text + ")";
    }

    // ---- leaves ----

    private String leaf(Kind kind) {
        List<Scope.Variable> variables = scope.of(kind);
        if (!variables.isEmpty() && chance.percent(75)) {
            return chance.of(variables).text();
        }
        return constant(kind);
    }

    private String constant(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> chance.of("true", "false");
            case BYTE -> "(byte) " + parenthesised("" + chance.integer());
            case SHORT -> "(short) " + parenthesised("" + chance.integer());
            case CHAR -> "(char) " + parenthesised("" + chance.integer());
            case INT -> literal(chance.integer());
            case LONG -> literal(chance.longInteger());
        };
    }

    private String literal(int number) {
        return chance.percent(30) ? String.format("0x%x", number) : parenthesised("" + number);
    }

    private String literal(long number) {
        return chance.percent(30) ? String.format("0x%xL", number) : parenthesised(number + "L");
    }

    /** Any operand that is promoted to int. */
    private String integerLeaf() {
        return switch (chance.below(10)) {
            case 0 -> leaf(Kind.BYTE);
            case 1 -> leaf(Kind.SHORT);
            case 2 -> leaf(Kind.CHAR);
            case 3 -> element(Kind.INT, 0);
            case 4 -> element(chance.of(Kind.BYTE, Kind.SHORT, Kind.CHAR), 0);
            case 5 -> field(Kind.INT);
            default -> leaf(Kind.INT);
        };
    }

    /** An index below {@code length}, or hardly ever any. */
    String index(int length, int depth) {
        String any = integer(Math.min(depth, 1));
        if (chance.percent(PERCENT_UNGUARDED)) {
            return any + " % " + (length + 1);
        }
        return switch (chance.below(4)) {
            case 0 -> "" + chance.below(length);
            case 1 -> "(" + any + " >>> 1) % " + length;
            default -> parenthesised(any) + " & " + (length - 1);
        };
    }

    private String element(Kind kind, int depth) {
        List<Scope.Array> arrays = scope.arrays.stream()
                .filter(array -> array.kind() == kind).toList();
        if (arrays.isEmpty()) {
            return leaf(kind);
        }
        Scope.Array array = chance.of(arrays);
        return array.text() + "[" + index(array.length(), depth) + "]";
    }

    /** A field of a struct, or what is in place in it. */
    private String field(Kind kind) {
        List<Scope.Variable> fields = scope.fields.stream()
                .filter(field -> field.kind() == kind).toList();
        if (scope.structs.isEmpty() || fields.isEmpty()) {
            return leaf(kind);
        }
        List<Scope.Array> arrays = scope.fieldArrays.stream()
                .filter(array -> array.kind() == kind).toList();
        if (!arrays.isEmpty() && chance.percent(30)) {
            Scope.Array array = chance.of(arrays);
            return struct() + "." + array.text() + "[" + index(array.length(), 0) + "]";
        }
        return struct() + "." + chance.of(fields).text();
    }

    /** A struct that is there, or hardly ever one that may not be. */
    String struct() {
        return chance.of(scope.structs) + (chance.percent(PERCENT_UNGUARDED) ? ".next" : "");
    }

    private String call(Kind kind, int depth) {
        List<Scope.Method> methods = scope.methods.stream()
                .filter(method -> method.result() == kind).toList();
        if (methods.isEmpty()) {
            return leaf(kind);
        }
        Scope.Method method = chance.of(methods);
        StringBuilder text = new StringBuilder(method.name()).append('(');
        String separator = "";
        for (Kind parameter : method.parameters()) {
            text.append(separator).append(of(parameter, Math.min(depth, 1)));
            separator = ", ";
        }
        return text.append(')').toString();
    }

    // ---- int ----

    String integer(int depth) {
        if (depth <= 0) {
            return integerLeaf();
        }
        int d = depth - 1;
        return switch (chance.below(26)) {
            case 0, 1, 2, 3, 4 -> binary(integer(d), chance.of("+", "-", "*"), integer(d));
            case 5, 6, 7 -> binary(integer(d), chance.of("&", "|", "^"), integer(d));
            case 8, 9 -> binary(integer(d), chance.of("<<", ">>", ">>>"), shift(d));
            case 10 -> divide(integer(d), integer(d), "");
            case 11 -> binary(integer(d), chance.of("/", "%"), divisor());
            case 12 -> chance.of("-", "~") + parenthesised(integer(d));
            case 13 -> "(int) " + parenthesised(longer(d));
            case 14 -> parenthesised(bool(d) + " ? " + integer(d) + " : " + integer(d));
            case 15 -> of(chance.of(Kind.BYTE, Kind.SHORT, Kind.CHAR), d);
            case 16, 17 -> call(Kind.INT, d);
            case 18 -> pointerCall(d);
            case 19 -> integerMethod(d);
            case 20 -> field(Kind.INT);
            case 21 -> text(d);
            case 22 -> assignment(Kind.INT, d);
            case 23 -> step();
            case 24 -> enumNumber();
            default -> "Long.compare" + chance.of("", "Unsigned") + "(" + longer(d) + ", "
                    + longer(d) + ")";
        };
    }

    private String binary(String left, String operator, String right) {
        return parenthesised(left + " " + operator + " " + right);
    }

    private String shift(int depth) {
        return chance.percent(60) ? "" + chance.between(0, 70)
                : parenthesised(chance.percent(20) ? longer(depth) : integer(depth));
    }

    /** A constant, as most programs divide by. */
    private String divisor() {
        int number = chance.integer();
        return parenthesised("" + (number == 0 ? 10 : number));
    }

    private String divide(String left, String right, String suffix) {
        String guarded = chance.percent(PERCENT_UNGUARDED) ? parenthesised(right)
                : parenthesised(right + " | 1" + suffix);
        return binary(left, chance.of("/", "%"), guarded);
    }

    private String pointerCall(int depth) {
        return scope.pointerCalls.isEmpty() ? integerLeaf()
                : String.format(chance.of(scope.pointerCalls), integer(depth), integer(depth));
    }

    private String integerMethod(int depth) {
        String a = integer(depth);
        String b = integer(depth);
        return switch (chance.below(12)) {
            case 0 -> "Integer.compareUnsigned(" + a + ", " + b + ")";
            case 1 -> "Integer.divideUnsigned(" + a + ", " + b + " | 1)";
            case 2 -> "Integer.remainderUnsigned(" + a + ", " + b + " | 1)";
            case 3 -> "Math." + chance.of("min", "max") + "(" + a + ", " + b + ")";
            case 4 -> "Math.abs(" + a + ")";
            case 5 -> "Integer." + chance.of("bitCount", "numberOfLeadingZeros",
                    "numberOfTrailingZeros", "reverse", "reverseBytes", "signum", "highestOneBit",
                    "lowestOneBit") + "(" + a + ")";
            case 6 -> "Integer." + chance.of("rotateLeft", "rotateRight") + "(" + a + ", " + b
                    + ")";
            case 7 -> "Integer.compare(" + a + ", " + b + ")";
            case 8 -> "Math." + chance.of("floorMod", "floorDiv") + "(" + a + ", " + b + " | 1)";
            case 9 -> "Byte.toUnsignedInt(" + of(Kind.BYTE, depth) + ")";
            case 10 -> "Short.toUnsignedInt(" + of(Kind.SHORT, depth) + ")";
            default -> "Long." + chance.of("bitCount", "numberOfLeadingZeros",
                    "numberOfTrailingZeros", "signum") + "(" + longer(depth) + ")";
        };
    }

    private String text(int depth) {
        if (scope.texts.isEmpty()) {
            return integerLeaf();
        }
        String text = chance.of(scope.texts);
        return chance.percent(30) ? text + ".length()"
                : text + ".charAt(" + parenthesised(integer(depth)) + " & 7)";
    }

    private String assignment(Kind kind, int depth) {
        List<Scope.Variable> places = scope.of(kind).stream()
                .filter(Scope.Variable::assignable).toList();
        return places.isEmpty() ? leaf(kind)
                : parenthesised(chance.of(places).text() + " " + chance.of("=", "+=", "^=") + " "
                        + of(kind, depth));
    }

    private String step() {
        List<Scope.Variable> places = scope.variables.stream()
                .filter(v -> v.assignable() && v.kind().isNumber()
                        && v.kind() != Kind.LONG).toList();
        if (places.isEmpty()) {
            return integerLeaf();
        }
        String place = chance.of(places).text();
        String operator = chance.of("++", "--");
        return parenthesised(chance.percent(50) ? operator + place : place + operator);
    }

    private String enumNumber() {
        return scope.enums.isEmpty() ? integerLeaf()
                : chance.of(scope.enums) + chance.of(".ordinal()", ".weight", ".scaled(3)");
    }

    // ---- long ----

    String longer(int depth) {
        if (depth <= 0) {
            return chance.percent(70) ? leaf(Kind.LONG) : chance.percent(50) ? element(Kind.LONG, 0)
                    : field(Kind.LONG);
        }
        int d = depth - 1;
        return switch (chance.below(18)) {
            case 0, 1, 2, 3 -> binary(longer(d), chance.of("+", "-", "*"), longer(d));
            case 4, 5 -> binary(longer(d), chance.of("&", "|", "^"), longer(d));
            case 6, 7 -> binary(longer(d), chance.of("<<", ">>", ">>>"), shift(d));
            case 8 -> divide(longer(d), longer(d), "L");
            case 9 -> binary(longer(d), chance.of("/", "%"), divisor());
            case 10 -> chance.of("-", "~") + parenthesised(longer(d));
            case 11 -> "(long) " + parenthesised(integer(d));
            case 12 -> parenthesised("(long) " + integer(d) + " * " + integer(d));
            case 13 -> parenthesised(bool(d) + " ? " + longer(d) + " : " + longer(d));
            case 14 -> call(Kind.LONG, d);
            case 15 -> longMethod(d);
            case 16 -> assignment(Kind.LONG, d);
            default -> binary(longer(d), chance.of("+", "-", "*", "&", "|", "^"), integer(d));
        };
    }

    private String longMethod(int depth) {
        String a = longer(depth);
        String b = longer(depth);
        return switch (chance.below(9)) {
            case 0 -> "Integer.toUnsignedLong(" + integer(depth) + ")";
            case 1 -> "Long." + chance.of("divideUnsigned", "remainderUnsigned") + "(" + a + ", "
                    + b + " | 1L)";
            case 2 -> "Math." + chance.of("min", "max") + "(" + a + ", " + b + ")";
            case 3 -> "Math.abs(" + a + ")";
            case 4 -> "Math.multiplyHigh(" + a + ", " + b + ")";
            case 5 -> "Long." + chance.of("rotateLeft", "rotateRight") + "(" + a + ", "
                    + integer(depth) + ")";
            case 6 -> "Long." + chance.of("reverse", "reverseBytes", "highestOneBit",
                    "lowestOneBit") + "(" + a + ")";
            case 7 -> "Math." + chance.of("floorMod", "floorDiv") + "(" + a + ", " + b + " | 1L)";
            default -> "(" + a + " * " + b + " >>> 32)";
        };
    }

    // ---- boolean ----

    String bool(int depth) {
        if (depth <= 0) {
            return chance.percent(50) ? leaf(Kind.BOOLEAN)
                    : binary(integerLeaf(), comparison(), integerLeaf());
        }
        int d = depth - 1;
        return switch (chance.below(11)) {
            case 0, 1, 2 -> binary(integer(d), comparison(), integer(d));
            case 3 -> binary(longer(d), comparison(), longer(d));
            case 4 -> binary(bool(d), chance.of("&&", "||"), bool(d));
            case 5 -> binary(bool(d), chance.of("&", "|", "^", "==", "!="), bool(d));
            case 6 -> "!" + parenthesised(bool(d));
            case 7 -> binary("Integer.compareUnsigned(" + integer(d) + ", " + integer(d) + ")",
                    comparison(), "0");
            case 8 -> call(Kind.BOOLEAN, d);
            case 9 -> scope.structs.isEmpty() ? element(Kind.BOOLEAN, d)
                    : binary(chance.of(scope.structs) + ".next", chance.of("==", "!="),
                            chance.of("null", chance.of(scope.structs)));
            default -> scope.enums.isEmpty() ? element(Kind.BOOLEAN, d)
                    : binary(chance.of(scope.enums), chance.of("==", "!="), chance.of(scope.enums));
        };
    }

    private String comparison() {
        return chance.of("<", "<=", ">", ">=", "==", "!=");
    }
}

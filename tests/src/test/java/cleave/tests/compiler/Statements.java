package cleave.tests.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * Random statements. All variables are declared by the caller, so that any statement can be left
 * out; every loop pays with {@code fuel}, so that all programs end.
 */
final class Statements {
    private static final int BLOCKS_MAX = 2;
    private static final int CALLED_LOOPS_MAX = 2;

    private final Chance chance;
    private final Kind result;
    private int loops;
    private int counter;

    Statements(Chance chance, Kind result) {
        this.chance = chance;
        this.result = result;
    }

    /** Some statements, {@code depth} blocks deep. */
    List<Piece> some(Scope scope, int count, int depth) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(one(scope, depth));
        }
        return pieces;
    }

    private Piece one(Scope scope, int depth) {
        if (depth >= BLOCKS_MAX || chance.percent(55)) {
            return simple(scope);
        }
        return switch (chance.below(8)) {
            case 0, 1, 2 -> condition(scope, depth);
            case 3, 4 -> counted(scope, depth);
            case 5 -> uncounted(scope, depth);
            case 6 -> numberSwitch(scope, depth);
            default -> scope.enums.isEmpty() ? condition(scope, depth) : enumSwitch(scope, depth);
        };
    }

    private List<Piece> inner(Scope scope, int depth) {
        return some(scope, chance.between(1, 3), depth + 1);
    }

    // ---- without blocks ----

    private Piece simple(Scope scope) {
        Expressions expressions = new Expressions(chance, scope);
        int depth = chance.between(1, 3);
        return switch (chance.below(12)) {
            case 0, 1, 2, 3, 4 -> assign(scope, expressions, depth);
            case 5, 6, 7 -> store(scope, expressions, depth);
            case 8, 9 -> field(scope, expressions, depth);
            case 10 -> Piece.line("if (" + expressions.bool(depth) + ") { return "
                    + expressions.of(result, 1) + "; }");
            default -> loops > 0 ? Piece.line("if (" + expressions.bool(1) + ") { "
                    + chance.of("break", "continue") + "; }") : assign(scope, expressions, depth);
        };
    }

    private Piece assign(Scope scope, Expressions expressions, int depth) {
        List<Scope.Variable> places = scope.variables.stream()
                .filter(Scope.Variable::assignable).toList();
        if (places.isEmpty()) {
            return Piece.line(";");
        }
        Scope.Variable place = chance.of(places);
        return update(place.text(), place.kind(), expressions, depth);
    }

    private Piece update(String place, Kind kind, Expressions expressions, int depth) {
        if (kind.isNumber() && chance.percent(10)) {
            return Piece.line(place + chance.of("++", "--") + ";");
        }
        if (chance.percent(40)) {
            String operator = kind == Kind.BOOLEAN ? chance.of("&=", "|=", "^=")
                    : chance.of("+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", ">>>=");
            Kind operand = kind == Kind.BOOLEAN ? Kind.BOOLEAN
                    : chance.percent(20) ? Kind.LONG : Kind.INT;
            return Piece.line(place + " " + operator + " " + expressions.of(operand, depth) + ";");
        }
        return Piece.line(place + " = " + expressions.of(kind, depth) + ";");
    }

    private Piece store(Scope scope, Expressions expressions, int depth) {
        if (scope.arrays.isEmpty()) {
            return assign(scope, expressions, depth);
        }
        Scope.Array array = chance.of(scope.arrays);
        return update(array.text() + "[" + expressions.index(array.length(), 1) + "]", array.kind(),
                expressions, depth);
    }

    private Piece field(Scope scope, Expressions expressions, int depth) {
        if (scope.structs.isEmpty()) {
            return store(scope, expressions, depth);
        }
        String struct = expressions.struct();
        if (chance.percent(20)) {
            return Piece.line(struct + ".next = "
                    + chance.of(expressions.struct(), expressions.struct(), "null") + ";");
        }
        if (chance.percent(25) && !scope.fieldArrays.isEmpty()) {
            Scope.Array array = chance.of(scope.fieldArrays);
            return update(struct + "." + array.text() + "["
                    + expressions.index(array.length(), 1) + "]", array.kind(), expressions, depth);
        }
        Scope.Variable field = chance.of(scope.fields);
        return update(struct + "." + field.text(), field.kind(), expressions, depth);
    }

    // ---- with blocks ----

    private Piece condition(Scope scope, int depth) {
        String head = "if (" + new Expressions(chance, scope).bool(2) + ") {";
        if (chance.percent(50)) {
            return Piece.block(head, inner(scope, depth), "}");
        }
        return Piece.block("", List.of(
                new Piece(head, inner(scope, depth), "", false),
                new Piece("} else {", inner(scope, depth), "}", false)), "");
    }

    /** With a counter of its own, which nothing else assigns; elements by the counter, often. */
    private Piece counted(Scope scope, int depth) {
        String i = "i" + counter++;
        List<Scope.Array> arrays = scope.arrays;
        boolean whole = !arrays.isEmpty() && chance.percent(40);
        String limit = whole ? chance.of(arrays).text() + ".length" : "" + chance.between(1, 9);
        Scope inner = scope.inner();
        inner.variables.add(new Scope.Variable(Kind.INT, i, false));
        if (loops >= CALLED_LOOPS_MAX - 1) {
            inner.methods.clear();
            inner.pointerCalls.clear();
        }
        loops++;
        List<Piece> body = inner(inner, depth);
        loops--;
        String head = chance.percent(70)
                ? "for (int %1$s = 0; %1$s < %2$s && fuel-- > 0; %1$s++) {"
                : "for (int %1$s = %2$s - 1; %1$s >= 0 && fuel-- > 0; %1$s--) {";
        return Piece.block(String.format(head, i, limit), body, "}");
    }

    private Piece uncounted(Scope scope, int depth) {
        String condition = new Expressions(chance, scope).bool(1) + " && fuel-- > 0";
        Scope inner = scope.inner();
        inner.methods.clear();
        inner.pointerCalls.clear();
        loops++;
        List<Piece> body = inner(inner, depth);
        loops--;
        return chance.percent(50) ? Piece.block("while (" + condition + ") {", body, "}")
                : Piece.block("do {", body, "} while (" + condition + ");");
    }

    private Piece numberSwitch(Scope scope, int depth) {
        Expressions expressions = new Expressions(chance, scope);
        boolean dense = chance.percent(50);
        int first = dense ? chance.between(-3, 3) : chance.integer();
        int step = dense ? 1 : chance.of(2, 7, 100, 65_536);
        int count = chance.between(1, 8);
        String selector = dense ? "(" + expressions.integer(2) + ") % 9"
                : chance.of("(int) (" + expressions.integer(2) + ")", first + " + " + step + " * (("
                        + expressions.integer(1) + ") & 7)");
        List<Piece> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(part(scope, "case " + (first + i * step) + ":", depth));
        }
        if (chance.percent(70)) {
            cases.add(part(scope, "default:", depth));
        }
        return Piece.block("switch (" + selector + ") {", cases, "}");
    }

    private Piece enumSwitch(Scope scope, int depth) {
        List<Piece> cases = new ArrayList<>();
        for (String constant : scope.constants) {
            if (chance.percent(70)) {
                cases.add(part(scope, "case " + constant + ":", depth));
            }
        }
        cases.add(part(scope, "default:", depth));
        return Piece.block("switch (" + chance.of(scope.enums) + ") {", cases, "}");
    }

    /** Falls through now and then. A {@code continue} in it would be the loop's. */
    private Piece part(Scope scope, String label, int depth) {
        List<Piece> body = new ArrayList<>(inner(scope, depth));
        if (chance.percent(75)) {
            body.add(Piece.line("if (fuel != -1) { break; }"));
        }
        return Piece.block(label, body, "");
    }
}

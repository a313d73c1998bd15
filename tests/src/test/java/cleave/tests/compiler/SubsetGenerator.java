package cleave.tests.compiler;

import java.util.ArrayList;
import java.util.List;

/** Makes a program of a seed: always the same one, always one that ends. */
final class SubsetGenerator {
    private static final int FUEL = 600;
    private static final List<String> CONSTANTS = List.of("RED", "GREEN", "BLUE", "BLACK");
    private static final int STRUCTS = 4;

    private final Chance chance;
    /** For what was added later, so that seeds keep the rest of their programs. */
    private final Chance rare;
    private final String name;
    private final List<Piece> parts = new ArrayList<>();
    private final Scope statics = new Scope();
    private final StringBuilder digest = new StringBuilder();
    private final List<Scope.Method> methods = new ArrayList<>();

    private SubsetGenerator(long seed, String name) {
        this.chance = new Chance(seed);
        this.rare = new Chance(~seed);
        this.name = name;
    }

    /** The program of that seed, in a class of that name. */
    static SubsetProgram make(long seed, String name) {
        return new SubsetProgram(seed, name, new SubsetGenerator(seed, name).make());
    }

    private Piece make() {
        parts.add(Piece.fixed("private static int fuel = " + FUEL + ";"));
        if (chance.percent(50)) {
            makeEnum();
        }
        makeStatics();
        makeArrays();
        if (rare.percent(20)) {
            makeGrid();
        }
        if (chance.percent(60)) {
            makeStructs();
        }
        makeTexts();
        makeMethods();
        makeStep();
        makeDigest();
        return new Piece("final class " + name + " {", List.copyOf(parts), "}", false);
    }

    // ---- data ----

    private void makeEnum() {
        parts.add(Piece.fixed("enum Color { RED(" + chance.integer() + "), GREEN(2), BLUE("
                + chance.integer() + "), BLACK(-1);\n    final int weight;\n"
                + "    Color(int weight) { this.weight = weight; }\n"
                + "    int scaled(int by) { return weight * by + ordinal(); } }"));
        parts.add(Piece.fixed("private static final Color[] COLORS = Color.values();"));
        parts.add(Piece.fixed("private static Color color = Color." + chance.of(CONSTANTS) + ";"));
        statics.constants.addAll(CONSTANTS);
        statics.enums.add("color");
        statics.enums.add("COLORS[statics0 & 3]");
        CONSTANTS.forEach(constant -> statics.enums.add("Color." + constant));
        digest.append("h = h * 31 + color.ordinal();\n");
    }

    private void makeStatics() {
        parts.add(Piece.fixed("private static int statics0 = " + chance.integer() + ";"));
        addStatic(Kind.INT, "statics0");
        int count = chance.between(1, 5);
        for (int i = 1; i <= count; i++) {
            Kind kind = chance.of(Kind.values());
            String variable = "statics" + i;
            boolean isConstant = chance.percent(15);
            parts.add(Piece.fixed("private static " + (isConstant ? "final " : "") + kind + " "
                    + variable + (chance.percent(70) || isConstant
                            ? " = " + new Expressions(chance, new Scope()).of(kind, 1) : "")
                    + ";"));
            statics.variables.add(new Scope.Variable(kind, variable, !isConstant));
            digest.append(mix(kind, variable));
        }
    }

    private void addStatic(Kind kind, String variable) {
        statics.variables.add(new Scope.Variable(kind, variable, true));
        digest.append(mix(kind, variable));
    }

    private static String mix(Kind kind, String value) {
        return switch (kind) {
            case BOOLEAN -> "h = h * 31 + (" + value + " ? 1 : 2);\n";
            case LONG -> "h = h * 31 + (int) (" + value + " ^ " + value + " >>> 32);\n";
            default -> "h = h * 31 + " + value + ";\n";
        };
    }

    private void makeArrays() {
        int count = chance.between(1, 4);
        for (int i = 0; i < count; i++) {
            Kind kind = chance.of(Kind.values());
            int length = 1 << chance.between(1, 5);
            String array = "ARRAY" + i;
            parts.add(Piece.fixed("private static final " + kind + "[] " + array + " = "
                    + (chance.percent(50) ? "new " + kind + "[" + length + "]"
                            : elements(kind, length)) + ";"));
            if (chance.percent(30)) {
                parts.add(Piece.fixed("static { for (int i = 0; i < " + length + "; i++) { "
                        + array + "[i] = " + (kind == Kind.BOOLEAN ? "i % 3 == 0"
                                : "(" + kind + ") (i * " + chance.integer() + ")") + "; } }"));
            }
            addArray(new Scope.Array(kind, array, length));
        }
    }

    /** An array of arrays, which is made at once. */
    private void makeGrid() {
        Kind kind = rare.of(Kind.values());
        parts.add(Piece.fixed("private static final " + kind + "[][] GRID = new " + kind
                + "[4][8];"));
        for (int i = 0; i < 4; i++) {
            addArray(new Scope.Array(kind, "GRID[" + i + "]", 8));
        }
        statics.arrays.add(new Scope.Array(kind, "GRID[statics0 & 3]", 8));
    }

    private void addArray(Scope.Array array) {
        statics.arrays.add(array);
        digest.append("for (int i = 0; i < ").append(array.length()).append("; i++) { ")
                .append(mix(array.kind(), array.text() + "[i]").strip()).append(" }\n");
    }

    private String elements(Kind kind, int length) {
        StringBuilder text = new StringBuilder("{");
        Expressions expressions = new Expressions(chance, new Scope());
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : ", ").append(expressions.of(kind, 0));
        }
        return text.append('}').toString();
    }

    /** Structs that lie in static memory, with numbers, a pointer, and parts in place. */
    private void makeStructs() {
        StringBuilder type = new StringBuilder("static final class Node extends Struct {\n");
        StringBuilder mixing = new StringBuilder();
        int count = chance.between(1, 5);
        for (int i = 0; i < count; i++) {
            Kind kind = chance.of(Kind.values());
            type.append("    ").append(chance.percent(10) ? "volatile " : "").append(kind)
                    .append(" field").append(i).append(";\n");
            statics.fields.add(new Scope.Variable(kind, "field" + i, true));
            mixing.append(mix(kind, "node.field" + i));
        }
        if (chance.percent(40)) {
            type.append("    @Embedded Part part").append(inPlace("new Part()")).append(";\n");
            parts.add(Piece.fixed("static final class Part extends Struct { byte small;"
                    + " long wide; }"));
            statics.fields.add(new Scope.Variable(Kind.BYTE, "part.small", true));
            statics.fields.add(new Scope.Variable(Kind.LONG, "part.wide", true));
            mixing.append(mix(Kind.BYTE, "node.part.small"))
                    .append(mix(Kind.LONG, "node.part.wide"));
        }
        if (chance.percent(40)) {
            Kind kind = chance.of(Kind.values());
            type.append("    @Inline(4) ").append(kind).append("[] list")
                    .append(inPlace("new " + kind + "[4]")).append(";\n");
            statics.fieldArrays.add(new Scope.Array(kind, "list", 4));
            mixing.append("for (int i = 0; i < 4; i++) { ")
                    .append(mix(kind, "node.list[i]").strip()).append(" }\n");
        }
        parts.add(Piece.fixed(type + "    Node next;\n}"));
        parts.add(Piece.fixed("private static final Node[] NODES = new Node[" + STRUCTS + "];\n"
                + "static { for (int i = 0; i < " + STRUCTS + "; i++) { NODES[i] = new Node(); }\n"
                + "    for (int i = 0; i < " + STRUCTS + "; i++) {"
                + " NODES[i].next = NODES[(i + 1) & 3]; } }"));
        statics.structs.add("NODES[statics0 & 3]");
        for (int i = 0; i < STRUCTS; i++) {
            statics.structs.add("NODES[" + i + "]");
        }
        digest.append("for (Node node : NODES) {\n").append(mixing)
                .append("for (int i = 0; i < 4; i++) {"
                        + " if (node.next == NODES[i]) { h = h * 31 + i; } }\n}\n");
    }

    private static String inPlace(String object) {
        return SubsetProgram.JVM_ONLY_BEGIN + " = " + object + SubsetProgram.JVM_ONLY_END;
    }

    private void makeTexts() {
        if (chance.percent(40)) {
            parts.add(Piece.fixed("private static final String TEXT ="
                    + " \"a long time ago \\\\ \\\"%\";"));
            statics.texts.add("TEXT");
            statics.texts.add("\"literally\"");
        }
    }

    // ---- code ----

    /** The last method first, so that each calls only those behind it. */
    private void makeMethods() {
        int count = chance.between(1, 5);
        List<Piece> made = new ArrayList<>();
        for (int i = count; i >= 1; i--) {
            Kind result = chance.of(Kind.INT, Kind.INT, Kind.LONG, chance.of(Kind.values()));
            List<Kind> parameters = new ArrayList<>();
            int parameterCount = chance.percent(10) ? chance.between(5, 10) : chance.between(0, 4);
            for (int p = 0; p < parameterCount; p++) {
                parameters.add(chance.of(Kind.INT, Kind.INT, chance.of(Kind.values())));
            }
            made.add(0, method("method" + i, result, parameters));
            methods.add(new Scope.Method("method" + i, result, parameters));
        }
        if (chance.percent(40)) {
            makeTable();
        }
        parts.addAll(made);
    }

    /** A table of functions, which only {@code step} calls. */
    private void makeTable() {
        parts.add(Piece.fixed("interface Operation extends Fn { int apply(int a, int b); }"));
        parts.add(method("twoOf", Kind.INT, List.of(Kind.INT, Kind.INT)));
        parts.add(Piece.fixed("private static final Operation[] TABLE = {" + name + "::twoOf, "
                + "(a, b) -> a - b, (a, b) -> (a ^ b) * 3, " + name + "::twoOf};"));
    }

    private Piece method(String methodName, Kind result, List<Kind> parameters) {
        Scope scope = statics.inner();
        scope.methods.addAll(methods);
        StringBuilder head = new StringBuilder();
        if (chance.percent(15)) {
            head.append(chance.of("@NoInline ", "@Inline "));
        }
        head.append("private static ").append(result).append(' ').append(methodName).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            head.append(i == 0 ? "" : ", ").append(parameters.get(i)).append(" p").append(i);
            scope.variables.add(new Scope.Variable(parameters.get(i), "p" + i, true));
        }
        head.append(") {");
        return Piece.block(head.toString(), body(scope, result, chance.between(1, 6)), "}");
    }

    private List<Piece> body(Scope scope, Kind result, int count) {
        List<Piece> body = new ArrayList<>();
        body.add(Piece.fixed("if (fuel-- < 0) { return "
                + new Expressions(chance, new Scope()).of(result, 0) + "; }"));
        Scope leaves = scope.inner();
        leaves.methods.clear();
        leaves.pointerCalls.clear();
        int locals = chance.between(1, 4);
        for (int i = 0; i < locals; i++) {
            Kind kind = chance.of(Kind.INT, chance.of(Kind.values()));
            String local = "local" + i;
            body.add(Piece.fixed(kind + " " + local + " = "
                    + new Expressions(chance, leaves).of(kind, 1) + ";"));
            scope.variables.add(new Scope.Variable(kind, local, true));
        }
        Statements statements = new Statements(chance, result);
        body.addAll(statements.some(scope, count, 0));
        body.add(Piece.fixed("return " + new Expressions(chance, scope).of(result, 2) + ";"));
        return body;
    }

    private void makeStep() {
        Scope scope = statics.inner();
        scope.methods.addAll(methods);
        if (parts.stream().anyMatch(part -> part.head().contains("TABLE ="))) {
            scope.pointerCalls.add("TABLE[(%s) & 3].apply(statics0, %s)");
        }
        scope.variables.add(new Scope.Variable(Kind.INT, "step", false));
        List<Piece> body = new ArrayList<>(body(scope, Kind.INT, chance.between(3, 9)));
        parts.add(new Piece("private static int act(int step) {", body, "}", false));
        parts.add(Piece.fixed("@EntryPoint(\"" + name + "\")\nstatic int step(int step) {\n"
                + "    fuel = " + FUEL + ";\n    int result = act(step);\n"
                + "    return result * 31 + digest();\n}"));
    }

    private void makeDigest() {
        parts.add(Piece.fixed("private static int digest() {\nint h = 1;\n" + digest
                + "return h;\n}"));
    }
}

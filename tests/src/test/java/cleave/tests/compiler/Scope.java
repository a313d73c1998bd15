package cleave.tests.compiler;

import java.util.ArrayList;
import java.util.List;

/** What an expression or a statement may name at its place. */
final class Scope {
    /** A method that may be called from here. */
    record Method(String name, Kind result, List<Kind> parameters) {
    }

    /** A place for values of a kind; {@code text} is how to write it. */
    record Variable(Kind kind, String text, boolean assignable) {
    }

    /** An array of a power of two of elements; {@code text} is how to write it. */
    record Array(Kind kind, String text, int length) {
    }

    final List<Variable> variables = new ArrayList<>();
    final List<Array> arrays = new ArrayList<>();
    final List<Method> methods = new ArrayList<>();
    /** Expressions for a struct, which may be null, and fields each has. */
    final List<String> structs = new ArrayList<>();
    final List<Variable> fields = new ArrayList<>();
    final List<Array> fieldArrays = new ArrayList<>();
    /** Expressions of type {@code int} with holes for two operands: calls through tables. */
    final List<String> pointerCalls = new ArrayList<>();
    /** Names of the enum's constants. */
    final List<String> constants = new ArrayList<>();
    /** Expressions for one of them. */
    final List<String> enums = new ArrayList<>();
    final List<String> texts = new ArrayList<>();

    /** The same with variables of its own. */
    Scope inner() {
        Scope inner = new Scope();
        inner.variables.addAll(variables);
        inner.arrays.addAll(arrays);
        inner.methods.addAll(methods);
        inner.structs.addAll(structs);
        inner.fields.addAll(fields);
        inner.fieldArrays.addAll(fieldArrays);
        inner.pointerCalls.addAll(pointerCalls);
        inner.constants.addAll(constants);
        inner.enums.addAll(enums);
        inner.texts.addAll(texts);
        return inner;
    }

    List<Variable> of(Kind kind) {
        return variables.stream().filter(variable -> variable.kind() == kind).toList();
    }
}

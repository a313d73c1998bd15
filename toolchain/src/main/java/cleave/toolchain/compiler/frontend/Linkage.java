package cleave.toolchain.compiler.frontend;

import cleave.magic.EntryPoint;
import cleave.toolchain.compiler.ir.Symbol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The symbols of methods, static fields and literals, and back. A symbol is {@code Class.method}
 * unless an annotation says otherwise; a second class of the same simple name gets its package, a
 * second method of the same name its parameters.
 */
final class Linkage {
    /** What a symbol stands for. */
    sealed interface Definition {
        record Method(ClassModel owner, MethodNode method) implements Definition {
        }

        record Field(ClassModel owner, FieldNode field) implements Definition {
        }

        record Literal(String text) implements Definition {
        }
    }

    private final Map<Symbol, Definition> definitions = new LinkedHashMap<>();
    private final Map<Object, Symbol> symbols = new HashMap<>();
    private final Map<String, ClassModel> simpleNames = new HashMap<>();
    private int literals;

    Symbol method(ClassModel owner, MethodNode method) {
        return symbols.computeIfAbsent(method, unused -> {
            Annotations annotations = ClassModel.annotations(method);
            String exact = annotations.string(cleave.magic.Symbol.class, "value",
                    annotations.string(EntryPoint.class, "value", ""));
            String name = exact.isEmpty() ? className(owner) + "." + method.name : exact;
            Symbol symbol = new Symbol(name);
            if (definitions.containsKey(symbol) && exact.isEmpty()) {
                symbol = new Symbol(name + "(" + Stream.of(Type.getArgumentTypes(method.desc))
                        .map(type -> Descriptors.readable(type.getDescriptor()))
                        .collect(Collectors.joining(",")) + ")");
            }
            return define(symbol, new Definition.Method(owner, method));
        });
    }

    Symbol field(ClassModel owner, FieldNode field) {
        return symbols.computeIfAbsent(field, unused -> define(
                new Symbol(className(owner) + "." + field.name),
                new Definition.Field(owner, field)));
    }

    Symbol literal(String text) {
        return symbols.computeIfAbsent(text, unused -> define(
                new Symbol(".literal." + literals++), new Definition.Literal(text)));
    }

    private Symbol define(Symbol wanted, Definition definition) {
        Symbol symbol = wanted;
        for (int i = 2; definitions.containsKey(symbol); i++) {
            symbol = new Symbol(wanted.name() + "#" + i);
        }
        definitions.put(symbol, definition);
        return symbol;
    }

    /** The name of a class in symbols. */
    String className(ClassModel owner) {
        return simpleNames.computeIfAbsent(owner.simpleName(), unused -> owner) == owner
                ? owner.simpleName() : owner.name().replace('/', '.');
    }

    /** What the symbol stands for; null for one that did not come from here. */
    Definition definition(Symbol symbol) {
        return definitions.get(symbol);
    }
}

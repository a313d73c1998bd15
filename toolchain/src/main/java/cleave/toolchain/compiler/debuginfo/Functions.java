package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Type;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of functions and their variables. A function belongs to a namespace with its class's
 * name, so that a debugger that reads C++ calls it {@code Fork::copy}.
 */
final class Functions {
    private static final int INLINED = 1;

    private final Assembler out;
    private final Entry unit;
    private final Types types;
    private final Sources sources;
    private final Ranges ranges;
    private final Map<String, Entry> classes = new HashMap<>();
    private final Map<String, Entry> abstracts = new HashMap<>();

    Functions(Assembler out, Entry unit, Types types, Sources sources, Ranges ranges) {
        this.out = out;
        this.unit = unit;
        this.types = types;
        this.sources = sources;
        this.ranges = ranges;
    }

    void add(FunctionCode code) {
        String method = code.function().method();
        Position position = code.function().position();
        Entry entry = owner(method).add(new Entry(out, Tag.SUBPROGRAM))
                .text(Attribute.NAME, name(method))
                .text(Attribute.LINKAGE_NAME, code.function().symbol().name())
                .flag(Attribute.EXTERNAL)
                .address(Attribute.LOW_PC, code.start())
                .distance(Attribute.HIGH_PC, code.start(), code.end())
                .expression(Attribute.FRAME_BASE, Expression.frameAddress());
        if (position != null) {
            entry.number(Attribute.DECL_FILE, sources.number(position.source()))
                    .number(Attribute.DECL_LINE, position.line());
        }
        Type result = code.function().result();
        if (result != Type.VOID) {
            entry.reference(Attribute.TYPE, types.of(result == Type.I64 ? "J" : "I"));
        }
        fill(entry, Scope.of(code));
    }

    /** A variable of a class: {@code Fork::count}. */
    Entry variable(String qualifiedName) {
        return owner(qualifiedName).add(new Entry(out, Tag.VARIABLE))
                .text(Attribute.NAME, name(qualifiedName));
    }

    private void fill(Entry entry, Scope scope) {
        scope.variables.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> order(e.getKey())))
                .forEach(e -> variable(entry, scope, e.getKey(), e.getValue()));
        for (Scope copy : scope.inlined()) {
            Entry inlined = entry.add(new Entry(out, Tag.INLINED_SUBROUTINE))
                    .reference(Attribute.ABSTRACT_ORIGIN, abstractOf(copy.method))
                    .number(Attribute.CALL_FILE, sources.number(copy.call.source()))
                    .number(Attribute.CALL_LINE, copy.call.line());
            ranges.attach(inlined, copy.ranges);
            fill(inlined, copy);
        }
    }

    /** Parameters first, in their order. */
    private static int order(LocalVariable variable) {
        return variable.parameter() < 0 ? Integer.MAX_VALUE : variable.parameter();
    }

    private void variable(Entry owner, Scope scope, LocalVariable variable,
            List<FunctionCode.Variable> places) {
        boolean parameter = variable.parameter() >= 0;
        Entry block = owner;
        if (!parameter && isShadowing(scope, variable)) {
            // Variables of the same name are told apart by where they live.
            block = owner.add(new Entry(out, Tag.LEXICAL_BLOCK));
            ranges.attach(block, places.stream()
                    .map(place -> new Ranges.Range(place.from(), place.to())).toList());
        }
        Entry entry = block.add(new Entry(out,
                parameter ? Tag.FORMAL_PARAMETER : Tag.VARIABLE))
                .text(Attribute.NAME, variable.name())
                .reference(Attribute.TYPE, types.of(variable.descriptor()));
        ranges.attachPlaces(entry, places);
    }

    private static boolean isShadowing(Scope scope, LocalVariable variable) {
        return scope.variables.keySet().stream()
                .filter(other -> other.name().equals(variable.name())).count() > 1;
    }

    private Entry abstractOf(String method) {
        Entry known = abstracts.get(method);
        if (known == null) {
            known = owner(method).add(new Entry(out, Tag.SUBPROGRAM))
                    .text(Attribute.NAME, name(method)).number(Attribute.INLINE, INLINED);
            abstracts.put(method, known);
        }
        return known;
    }

    private Entry owner(String qualified) {
        String name = qualified.contains(".")
                ? qualified.substring(0, qualified.lastIndexOf('.')) : "";
        Entry known = classes.get(name);
        if (known == null) {
            known = name.isEmpty() ? unit : unit.add(new Entry(out, Tag.NAMESPACE))
                    .text(Attribute.NAME, name.substring(name.lastIndexOf('.') + 1));
            classes.put(name, known);
        }
        return known;
    }

    private static String name(String qualified) {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    /** A range for each function, for the unit. */
    static List<Ranges.Range> all(List<FunctionCode> functions) {
        return functions.stream().map(code -> new Ranges.Range(code.start(), code.end())).toList();
    }
}

package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.eval.EvaluationException;
import cleave.toolchain.compiler.ir.eval.Evaluator;
import cleave.toolchain.compiler.ir.eval.Heap;
import cleave.toolchain.compiler.ir.eval.Word;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the static initialisers at build time, each after those of the classes that it and the
 * methods it calls touch: the order of first use, as far as no class needs itself through another.
 */
final class Initialisers {
    /** About a second's worth. */
    private static final long STEPS = 20_000_000;
    private static final Symbol NEW_ARRAY = new Symbol("__cleave_new_array");

    private final Program program;
    private final Linkage linkage;
    private final Set<ClassModel> classes;
    private final Heap heap;
    private final Evaluator evaluator;
    private final Set<ClassModel> done = new HashSet<>();
    private final List<ClassModel> underway = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    /** @param classes those that have an initialiser */
    Initialisers(Program program, Linkage linkage, Set<ClassModel> classes) {
        this.program = program;
        this.linkage = linkage;
        this.classes = classes;
        this.heap = new Heap(this::literal);
        this.evaluator = new Evaluator(heap,
                symbol -> symbol.equals(NEW_ARRAY) ? null : program.function(symbol),
                this::allocate, STEPS);
    }

    private DataObject literal(Symbol symbol) {
        return linkage.definition(symbol) instanceof Linkage.Definition.Literal literal
                ? StaticData.literal(symbol, literal.text()) : null;
    }

    private Word[] allocate(Symbol symbol, Word[] arguments, Heap into, Position position) {
        if (symbol.equals(NEW_ARRAY)) {
            int bytes = arguments[1].asInt();
            return new Word[] {into.newArray("[" + "?BS?I???J".charAt(bytes),
                    arguments[0].asInt(), bytes, bytes, position).reference()};
        }
        return symbol.equals(Lookup.NEW) ? new Word[] {into.newStruct(null,
                arguments[0].asInt(), 8, position).reference()} : null;
    }

    /** Runs all; the heap has the static fields afterwards. */
    Heap run(Collection<Symbol> symbols) {
        for (Symbol symbol : symbols) {
            if (linkage.definition(symbol) instanceof Linkage.Definition.Field field) {
                int size = Descriptors.width(field.field().desc).bytes();
                heap.declareStatic(symbol, field.field().desc, size, size);
            }
        }
        classes.forEach(this::initialise);
        return heap;
    }

    List<Violation> violations() {
        return violations;
    }

    private Symbol initialiser(ClassModel type) {
        return linkage.method(type, type.method("<clinit>()V"));
    }

    private void initialise(ClassModel type) {
        if (underway.contains(type)) {
            StringBuilder circle = new StringBuilder();
            underway.subList(underway.indexOf(type), underway.size())
                    .forEach(member -> circle.append(member.simpleName()).append(", which needs "));
            violations.add(Violation.at(type.start(type.method("<clinit>()V")),
                    "initialiser-cycle", "the initialiser of " + circle + type.simpleName()
                    + " itself", "assign one of the fields at run time"));
            return;
        }
        if (!done.add(type)) {
            return;
        }
        underway.add(type);
        Function initialiser = program.function(initialiser(type));
        for (ClassModel needed : touched(initialiser)) {
            if (needed != type && (underway.contains(needed) || !done.contains(needed))) {
                initialise(needed);
            }
        }
        underway.remove(type);
        if (violations.isEmpty()) {
            run(type, initialiser);
        }
    }

    private void run(ClassModel type, Function initialiser) {
        try {
            evaluator.call(initialiser.symbol());
        } catch (EvaluationException failed) {
            Position position = failed.position() == null ? initialiser.position()
                    : failed.position();
            violations.add(Violation.at(position, "static-initialiser", "the initialiser of "
                    + type.simpleName() + " cannot be run at build time: " + failed.getMessage(),
                    "assign the field at run time"));
        }
    }

    /** The classes with initialisers that an initialiser and what it calls look at. */
    private Set<ClassModel> touched(Function initialiser) {
        Set<ClassModel> touched = new LinkedHashSet<>();
        Set<Symbol> seen = new HashSet<>(Set.of(initialiser.symbol()));
        List<Function> work = new ArrayList<>(List.of(initialiser));
        while (!work.isEmpty()) {
            Function function = work.remove(work.size() - 1);
            boolean pointers = function.blocks().stream().flatMap(b -> b.values().stream())
                    .anyMatch(value -> value.op() == Op.CALL_POINTER);
            function.blocks().forEach(block -> block.values().forEach(value -> {
                Symbol symbol = symbol(value);
                ClassModel owner = symbol == null ? null : owner(symbol);
                if (owner != null && classes.contains(owner)
                        && (value.op() == Op.CALL || isField(symbol))) {
                    touched.add(owner);
                }
                Function callee = symbol == null ? null : program.function(symbol);
                boolean called = value.op() == Op.CALL || pointers;
                if (callee != null && called && seen.add(symbol)) {
                    work.add(callee);
                }
            }));
        }
        return touched;
    }

    private boolean isField(Symbol symbol) {
        return linkage.definition(symbol) instanceof Linkage.Definition.Field;
    }

    private static Symbol symbol(Value value) {
        return value.aux() instanceof Symbol callee ? callee
                : value.aux() instanceof SymbolAddress address ? address.symbol() : null;
    }

    private ClassModel owner(Symbol symbol) {
        Linkage.Definition definition = linkage.definition(symbol);
        return definition instanceof Linkage.Definition.Field field ? field.owner()
                : definition instanceof Linkage.Definition.Method method ? method.owner() : null;
    }
}

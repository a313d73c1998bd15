package cleave.toolchain.compiler.frontend;

import cleave.magic.Allocator;
import cleave.magic.EntryPoint;
import cleave.magic.Inline;
import cleave.magic.NoInline;
import cleave.magic.PanicHandler;
import cleave.magic.Recursive;
import cleave.magic.Section;
import cleave.magic.Unchecked;
import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.FunctionAttributes;
import cleave.toolchain.compiler.ir.FunctionAttributes.Inlining;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.eval.Heap;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The closed world: from the roots on, every method, static field and literal that some translated
 * method refers to. Violations are collected over all of them.
 */
public final class FrontEnd {
    private static final Set<String> NEEDS_ALLOCATOR = Set.of("__cleave_new",
            "__cleave_new_array", "ArrayMethods.copyOf", "ArrayMethods.makeNested");
    private static final String LONG_DIVISION = "cleave/toolchain/compiler/runtime/LongDivision";

    private final World world;
    private final CompilerOptions options;
    private final Linkage linkage = new Linkage();
    private final Lookup lookup;
    private final Program program = new Program();
    private final Set<Symbol> roots = new LinkedHashSet<>();
    private final Deque<Symbol> work = new ArrayDeque<>();
    private final Set<Symbol> seen = new LinkedHashSet<>();
    private final Set<Violation> violations = new LinkedHashSet<>();
    private final Set<ClassModel> met = new LinkedHashSet<>();
    private final Map<Symbol, Integer> routines = new LinkedHashMap<>();
    private Symbol allocator;
    private String place = "the program";
    private final Set<ClassModel> initialised = new LinkedHashSet<>();

    private FrontEnd(ClassSource source, CompilerOptions options) {
        this.world = new World(source);
        this.options = options;
        this.lookup = new Lookup(world, linkage, program);
    }

    /** The program that the roots need, in which longs are not yet lowered. */
    public static Program run(ClassSource source, CompilerOptions options) {
        return translate(source, options).program();
    }

    /** The same, with what there is to report. */
    public static Translation translate(ClassSource source, CompilerOptions options) {
        FrontEnd frontEnd = new FrontEnd(source, options);
        try {
            Program program = frontEnd.run();
            return new Translation(program, frontEnd.leftOut(), frontEnd.routines);
        } catch (CompileException refused) {
            throw refused;
        } catch (RuntimeException fault) {
            throw frontEnd.unexpected(fault);
        }
    }

    /** What javac never writes may break any assumption; whoever sees this must know where. */
    private CompileException unexpected(RuntimeException fault) {
        CompileException refused = CompileException.of(place, "class-file",
                "cannot be translated (" + fault + ")",
                "compile it again with javac --release 17, and report this if it stays");
        refused.initCause(fault);
        return refused;
    }

    /** Methods with code in the program's classes that are not part of it. */
    private int leftOut() {
        int leftOut = 0;
        for (ClassModel type : met) {
            for (MethodNode method : type.node().methods) {
                boolean hasCode = (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE
                        | Opcodes.ACC_SYNTHETIC)) == 0 && !method.name.equals("<clinit>");
                if (hasCode && program.function(linkage.method(type, method)) == null) {
                    leftOut++;
                }
            }
        }
        return leftOut;
    }

    private Program run() {
        options.roots().forEach(this::addRoots);
        while (!work.isEmpty()) {
            Symbol symbol = work.remove();
            if (linkage.definition(symbol) instanceof Linkage.Definition.Method method) {
                place = method.owner().place();
                initialise(method.owner());
                translate(symbol, new Lookup.Method(method.owner(), method.method()));
            } else if (linkage.definition(symbol) instanceof Linkage.Definition.Field field) {
                initialise(field.owner());
            }
            if (work.isEmpty()) {
                world.classes().forEach(this::meet);
            }
        }
        declareTypes();
        violations.addAll(world.layoutProblems());
        fail();
        runInitialisers();
        Reachability reachability = new Reachability(program);
        reachability.prune(roots);
        bindAllocator();
        refuseRecursion();
        fail();
        return program;
    }

    /** Types that only pointers name are of interest to the debugger. */
    private void declareTypes() {
        for (ClassModel type : world.classes()) {
            if (type.kind() != ClassKind.OTHER && !World.isOwn(type.name())) {
                program.declare(type.name(), Program.ReferenceKind.valueOf(type.kind().name()));
                if (type.kind() == ClassKind.STRUCT || type.kind() == ClassKind.ENUM) {
                    lookup.layout(type.name());
                }
            }
        }
    }

    private void runInitialisers() {
        List<Symbol> symbols = List.copyOf(seen);
        Initialisers initialisers = new Initialisers(program, linkage, initialised);
        Heap heap = initialisers.run(symbols);
        violations.addAll(initialisers.violations());
        fail();
        for (ClassModel owner : initialised) {
            program.remove(program.function(linkage.method(owner, owner.method("<clinit>()V"))));
        }
        new StaticData(world, linkage, program).take(heap, symbols);
    }

    private void refuseRecursion() {
        Set<Symbol> allowed = new LinkedHashSet<>();
        for (Function function : program.functions()) {
            if (function.attributes().recursion() > 0) {
                allowed.add(function.symbol());
            }
        }
        for (List<Symbol> circle : new CallGraph(program).circles(allowed)) {
            Function first = program.function(circle.get(0));
            String others = circle.size() == 2 ? "itself" : circle.subList(1, circle.size())
                    .stream().map(symbol -> program.function(symbol).method())
                    .collect(Collectors.joining(", which calls "));
            violations.add(Violation.at(first.position(), "no-recursion", first.method()
                    + " calls " + others, "write a loop, or say how deep by @Recursive(max = n)"));
        }
    }

    /** Memory at run time comes from the allocator. */
    private void bindAllocator() {
        for (Function function : program.functions()) {
            boolean own = linkage.definition(function.symbol())
                    instanceof Linkage.Definition.Method method
                    && World.isOwn(method.owner().name());
            function.blocks().forEach(block -> block.values().forEach(value -> {
                if (value.op() == Op.CALL && allocator != null
                        && value.aux().equals(Lookup.NEW)) {
                    value.setAux(allocator);
                } else if (value.op() == Op.CALL && allocator == null && !own
                        && NEEDS_ALLOCATOR.contains(((Symbol) value.aux()).name())) {
                    violations.add(Violation.at(value.position(), "no-allocator",
                            "new at run time, and the program has no @Allocator",
                            "annotate a method Address allocate(int bytes) with @Allocator"));
                }
            }));
        }
    }

    private void fail() {
        if (!violations.isEmpty()) {
            throw new CompileException(List.copyOf(violations));
        }
    }

    // ---- roots ----

    private void addRoots(String name) {
        ClassModel owner = world.find(name);
        if (owner == null) {
            throw CompileException.of(name.replace('/', '.'), "missing-class",
                    "there is no such class", "check the name and the class path");
        }
        MethodNode main = owner.node().methods.stream().filter(method -> isMain(owner, method))
                .findFirst().orElse(null);
        if (main != null) {
            root(linkage.method(owner, main));
        }
        meet(owner);
    }

    private boolean isMain(ClassModel owner, MethodNode method) {
        return method.name.equals("main") && (method.access & Opcodes.ACC_STATIC) != 0
                && options.roots().contains(owner.name());
    }

    /** Every class of the program is held to the subset, and may have entry points and handlers. */
    private void meet(ClassModel type) {
        if (World.isOwn(type.name()) || !met.add(type)) {
            return;
        }
        violations.addAll(SubsetCheck.check(type));
        for (MethodNode method : type.node().methods) {
            Annotations annotations = ClassModel.annotations(method);
            if (annotations.has(EntryPoint.class)) {
                root(linkage.method(type, method));
            }
            if (annotations.has(PanicHandler.class)) {
                program.setPanicHandler(only("panic-handler", program.panicHandler(), type,
                        method));
            }
            if (annotations.has(Allocator.class)) {
                allocator = only("allocator", allocator, type, method);
            }
        }
    }

    /** There may be one such method in a program. */
    private Symbol only(String rule, Symbol other, ClassModel type, MethodNode method) {
        Symbol symbol = linkage.method(type, method);
        if (other != null && !other.equals(symbol)) {
            violations.add(Violation.at(type.start(method), rule, symbol.name() + " is the second"
                    + " one, after " + other.name(), "take one of the annotations away"));
        }
        root(symbol);
        return symbol;
    }

    private void root(Symbol symbol) {
        roots.add(symbol);
        enqueue(symbol);
    }

    private void enqueue(Symbol symbol) {
        if (linkage.definition(symbol) != null && seen.add(symbol)) {
            work.add(symbol);
        }
    }

    private void initialise(ClassModel owner) {
        MethodNode initialiser = owner.method("<clinit>()V");
        if (initialiser != null && initialised.add(owner)) {
            enqueue(linkage.method(owner, initialiser));
        }
    }

    // ---- methods ----

    private void translate(Symbol symbol, Lookup.Method found) {
        MethodNode method = found.node();
        if ((method.access & Opcodes.ACC_NATIVE) != 0) {
            int stack = ClassModel.annotations(method).number(cleave.magic.Symbol.class, "stack",
                    cleave.magic.Symbol.UNKNOWN);
            if (stack >= 0) {
                routines.put(symbol, stack);
            }
            return;
        }
        Function function = function(symbol, found);
        try {
            List<Violation> wrong =
                    new MethodTranslator(lookup, options, found, function).translate();
            if (!wrong.isEmpty()) {
                violations.addAll(wrong);
                enqueueCallees(method);
                return;
            }
        } catch (CompileException refused) {
            violations.addAll(refused.violations());
            return;
        }
        program.add(function);
        recordWaiver(found);
        function.blocks().forEach(block -> block.values().forEach(value -> {
            if (value.aux() instanceof Symbol callee) {
                enqueue(callee);
            } else if (value.aux() instanceof SymbolAddress address) {
                enqueue(address.symbol());
            }
            enqueueDivision(value.op());
        }));
    }

    /** Longs are divided by methods. */
    private void enqueueDivision(Op op) {
        Symbol symbol = Reachability.division(op);
        if (symbol != null && linkage.definition(symbol) == null) {
            ClassModel division = world.find(LONG_DIVISION);
            division.node().methods.forEach(method -> linkage.method(division, method));
        }
        if (symbol != null) {
            enqueue(symbol);
        }
    }

    /** Violations of methods that only refused methods call are still told. */
    private void enqueueCallees(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && !World.isOwn(call.owner)) {
                ClassModel owner = call.owner.startsWith("[") ? null : world.find(call.owner);
                MethodNode callee = owner == null ? null : owner.method(call.name + call.desc);
                if (callee != null && (callee.access & Opcodes.ACC_ABSTRACT) == 0
                        && !call.name.equals("<init>")) {
                    enqueue(linkage.method(owner, callee));
                }
            }
        }
    }

    private void recordWaiver(Lookup.Method found) {
        Annotations annotations = ClassModel.annotations(found.node());
        if (!annotations.has(Unchecked.class)) {
            annotations = found.owner().annotations();
        }
        if (annotations.has(Unchecked.class)) {
            program.waivers().add(found.owner().simpleName() + "." + found.node().name + ": \""
                    + annotations.string(Unchecked.class, "value", "") + "\"");
        }
    }

    private Function function(Symbol symbol, Lookup.Method found) {
        List<Type> parameters = new ArrayList<>();
        if (!found.isStatic()) {
            parameters.add(Type.I32);
        }
        parameters.addAll(Descriptors.parameters(found.node().desc));
        return new Function(symbol, found.owner().simpleName() + "." + found.node().name,
                parameters, Descriptors.result(found.node().desc), attributes(found),
                found.owner().start(found.node()));
    }

    private FunctionAttributes attributes(Lookup.Method found) {
        Annotations annotations = ClassModel.annotations(found.node());
        boolean isRoot = isMain(found.owner(), found.node());
        return new FunctionAttributes(annotations.has(Inline.class) ? Inlining.ALWAYS
                : annotations.has(NoInline.class) ? Inlining.NEVER : Inlining.CHOICE,
                isRoot || annotations.has(EntryPoint.class),
                annotations.string(Section.class, "value", null),
                annotations.number(EntryPoint.class, "stack", 0),
                annotations.number(Recursive.class, "max", 0),
                annotations.has(PanicHandler.class));
    }
}

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
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * The closed world: from the roots on, every method, static field and literal that some translated
 * method refers to. Violations are collected over all of them.
 */
public final class FrontEnd {
    private final World world;
    private final CompilerOptions options;
    private final Linkage linkage = new Linkage();
    private final Lookup lookup;
    private final Program program = new Program();
    private final StaticData data;
    private final Deque<Symbol> work = new ArrayDeque<>();
    private final Set<Symbol> seen = new LinkedHashSet<>();
    private final Set<Violation> violations = new LinkedHashSet<>();
    private final Set<ClassModel> initialised = new LinkedHashSet<>();

    private FrontEnd(ClassSource source, CompilerOptions options) {
        this.world = new World(source);
        this.options = options;
        this.lookup = new Lookup(world, linkage, program);
        this.data = new StaticData(linkage, program);
    }

    /** The program that the roots need, in which longs are not yet lowered. */
    public static Program run(ClassSource source, CompilerOptions options) {
        return new FrontEnd(source, options).run();
    }

    private Program run() {
        options.roots().forEach(this::addRoots);
        while (!work.isEmpty()) {
            Symbol symbol = work.remove();
            if (linkage.definition(symbol) instanceof Linkage.Definition.Method method) {
                initialise(method.owner());
                translate(symbol, new Lookup.Method(method.owner(), method.method()));
            } else if (linkage.definition(symbol) instanceof Linkage.Definition.Field field) {
                initialise(field.owner());
            }
        }
        violations.addAll(world.layoutProblems());
        fail();
        List<Symbol> symbols = List.copyOf(seen);
        for (ClassModel owner : initialised) {
            Symbol initialiser = linkage.method(owner, owner.method("<clinit>()V"));
            violations.addAll(data.evaluate(program.function(initialiser)));
            program.remove(program.function(initialiser));
        }
        fail();
        data.add(symbols);
        return program;
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
        for (MethodNode method : owner.node().methods) {
            Annotations annotations = ClassModel.annotations(method);
            boolean isMain = method.name.equals("main")
                    && (method.access & Opcodes.ACC_STATIC) != 0;
            if (isMain || annotations.has(EntryPoint.class)
                    || annotations.has(PanicHandler.class) || annotations.has(Allocator.class)) {
                Symbol symbol = linkage.method(owner, method);
                enqueue(symbol);
                if (annotations.has(PanicHandler.class)) {
                    program.setPanicHandler(symbol);
                }
            }
        }
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
            return;
        }
        Function function = function(symbol, found);
        try {
            new MethodTranslator(lookup, options, found, function).translate();
        } catch (Refusal refusal) {
            violations.add(refusal.violation());
            return;
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
        }));
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
        boolean isRoot = options.roots().contains(found.owner().name())
                && found.node().name.equals("main") && found.isStatic();
        return new FunctionAttributes(annotations.has(Inline.class) ? Inlining.ALWAYS
                : annotations.has(NoInline.class) ? Inlining.NEVER : Inlining.CHOICE,
                isRoot || annotations.has(EntryPoint.class),
                annotations.string(Section.class, "value", null),
                annotations.number(EntryPoint.class, "stack", 0),
                annotations.number(Recursive.class, "max", 0),
                annotations.has(PanicHandler.class));
    }
}

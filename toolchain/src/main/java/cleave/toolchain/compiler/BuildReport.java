package cleave.toolchain.compiler;

import cleave.toolchain.asm.Assembly;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.compiler.frontend.Translation;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a compilation has to say beside its code: methods left out, waived checks and why,
 * recursion, the greatest depth of the stack from each entry point, and sizes. The text has a fixed
 * order, and is the same on every run.
 */
public final class BuildReport {
    private final Translation translation;
    private final int stackLimit;
    /** What the routine takes that calls the panic handler. */
    private final int panicFrame;
    private final List<FunctionCode> code;
    private final StackDepth stack;

    /** @param stackLimit bytes for each entry point; 0 for any */
    BuildReport(Translation translation, int stackLimit, BackEnd.Code written) {
        this.translation = translation;
        this.stackLimit = stackLimit;
        this.code = List.copyOf(written.functions());
        this.panicFrame = written.routines().stream().mapToInt(Routine::frameSize).max().orElse(0);
        Map<Symbol, Integer> frames = frames(code);
        frames.putAll(translation.routines());
        this.stack = new StackDepth(translation.program(), frames);
    }

    /** What the debugger must know of each function. */
    public List<FunctionCode> code() {
        return code;
    }

    private Program program() {
        return translation.program();
    }

    /** A frame is as large as the greatest distance of the stack pointer from the caller's. */
    private static Map<Symbol, Integer> frames(List<FunctionCode> code) {
        Map<Symbol, Integer> frames = new HashMap<>();
        for (FunctionCode function : code) {
            frames.put(function.function().symbol(), function.frame().stream()
                    .mapToInt(FunctionCode.Frame::offset).max().orElse(0));
        }
        return frames;
    }

    private List<Function> entryPoints() {
        return program().functions().stream()
                .filter(function -> function.attributes().entryPoint()
                        || function.symbol().equals(program().panicHandler()))
                .sorted(Comparator.comparing(function -> function.symbol().name())).toList();
    }

    /** Bytes of stack that the function may need. */
    public long stackDepth(Symbol function) {
        return stack.of(function);
    }

    /** From an entry point on; a panic comes on top of the depth at which it happens. */
    private long depth(Function entry) {
        return stack.of(entry.symbol()) + (isPanicHandler(entry) ? panicFrame : 0);
    }

    private String way(Function entry) {
        return (isPanicHandler(entry) && panicFrame > 0 ? "the site of the panic " + panicFrame
                + ", " : "") + stack.way(entry.symbol());
    }

    private boolean isPanicHandler(Function function) {
        return function.symbol().equals(program().panicHandler());
    }

    /** The lower one of two limits, of which 0 is none. */
    private static int lower(int one, int other) {
        return one == 0 || other != 0 && other < one ? other : one;
    }

    /** Entry points that may need more stack than they have. */
    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        for (Function entry : entryPoints()) {
            int limit = lower(entry.attributes().stackLimit(), stackLimit);
            long depth = depth(entry);
            if (limit > 0 && depth > limit) {
                violations.add(Violation.at(entry.position(), "stack-depth", entry.method()
                        + " may need " + depth + " bytes of stack, more than " + limit + " ("
                        + way(entry) + ")",
                        "make frames smaller, or raise the limit"));
            }
        }
        return violations;
    }

    /** The report without sizes of code. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(program().functions().size()).append(" methods compiled, ")
                .append(translation.leftOut()).append(" left out as unreachable\n");
        section(text, "Waived checks", program().waivers());
        section(text, "Recursion", program().functions().stream()
                .filter(function -> function.attributes().recursion() > 0)
                .map(function -> function.method() + ": at most "
                        + function.attributes().recursion() + " deep").sorted().toList());
        section(text, "Stack depth in bytes", entryPoints().stream()
                .map(entry -> entry.symbol().name() + ": " + depth(entry) + " (" + way(entry)
                        + ")").toList());
        section(text, "Assembly routines, whose stack is not counted",
                List.copyOf(stack.routines()));
        return text.toString();
    }

    /** The report, with the sizes that functions and data have in the assembly. */
    public String text(Assembly assembly) {
        StringBuilder text = new StringBuilder(text());
        Map<String, Integer> functions = new TreeMap<>();
        for (ElfSymbol symbol : assembly.symbols()) {
            if (program().function(new Symbol(symbol.name())) != null) {
                functions.put(symbol.name(), symbol.size());
            }
        }
        Map<String, Integer> data = new TreeMap<>();
        for (DataObject object : program().data()) {
            data.put(object.section() + " " + object.symbol().name(), object.bytes().length);
        }
        section(text, "Code in bytes", sizes(functions));
        section(text, "Data in bytes", sizes(data));
        return text.toString();
    }

    private static List<String> sizes(Map<String, Integer> sizes) {
        List<String> lines = new ArrayList<>();
        sizes.forEach((name, size) -> lines.add(name + ": " + size));
        lines.add("total: " + sizes.values().stream().mapToInt(size -> size).sum());
        return lines;
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(title).append(":\n");
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
        }
    }
}

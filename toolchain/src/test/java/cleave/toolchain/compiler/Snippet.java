package cleave.toolchain.compiler;

import cleave.toolchain.compiler.frontend.FrontEnd;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Verifier;
import java.util.List;
import java.util.Map;

/** A small Java source for tests; its class {@code T} is the root. */
public final class Snippet {
    private static final String IMPORTS = "import cleave.magic.*; ";

    private Snippet() {
    }

    /** The class files of {@code T.java}: a whole source whose first line has the imports. */
    public static Map<String, byte[]> classes(String source) {
        return new JavaSource().add("T.java", IMPORTS + source).compile();
    }

    /** The sources's classes, then those of the test's own class path. */
    public static ClassSource source(Map<String, byte[]> classes) {
        return ClassSource.first(List.of(ClassSource.of(classes),
                ClassSource.of(Snippet.class.getClassLoader())));
    }

    public static Program program(String source) {
        return program(source, CompilerOptions.of("T"));
    }

    /** The verified program of the front end. */
    public static Program program(String source, CompilerOptions options) {
        Program program = FrontEnd.run(source(classes(source)), options);
        program.functions().forEach(Verifier::verify);
        return program;
    }

    /** The members of a class {@code T} as a program. */
    public static Program members(String members) {
        return program("final class T { " + members + " }");
    }

    /** The function of that name. */
    public static Function function(Program program, String name) {
        return program.functions().stream()
                .filter(function -> function.symbol().name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in "
                        + program.functions().stream().map(Function::symbol).toList()));
    }
}

package cleave.toolchain.compiler;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.frontend.FrontEnd;
import cleave.toolchain.compiler.frontend.Translation;
import cleave.toolchain.compiler.pass.PassPipeline;
import java.util.function.Consumer;

/**
 * From class files to a program in an assembler:
 *
 * <pre>{@code
 * Compilation compilation = Compiler.compile(classes, CompilerOptions.of("demo/Hello"));
 * compilation.emit(new NaiveBackEnd(), assembler);
 * }</pre>
 */
public final class Compiler {
    private Compiler() {
    }

    /** The front end and the passes; a {@link CompileException} has all violations. */
    public static Compilation compile(ClassSource classes, CompilerOptions options) {
        Translation translation = FrontEnd.translate(classes, options);
        if (options.optimise()) {
            PassPipeline.optimise(translation.program());
        } else {
            PassPipeline.lower(translation.program());
        }
        return new Compilation(translation, options.stackLimit());
    }

    /** Writes the code, and holds entry points to their limits of stack. */
    static BuildReport emit(Translation translation, int stackLimit, BackEnd backEnd,
            Assembler assembler, Consumer<BackEnd.Code> debugger) {
        BackEnd.Code code = backEnd.emit(translation.program(), assembler);
        debugger.accept(code);
        BuildReport report = new BuildReport(translation, stackLimit, code);
        if (!report.violations().isEmpty()) {
            throw new CompileException(report.violations());
        }
        return report;
    }
}

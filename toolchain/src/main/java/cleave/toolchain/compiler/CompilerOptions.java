package cleave.toolchain.compiler;

import java.util.List;

/**
 * What a compilation is asked for.
 *
 * @param roots      internal names of the classes it begins with: their {@code main}, and their
 *                   methods with {@code @EntryPoint}, {@code @PanicHandler} and {@code @Allocator}
 * @param assertions whether {@code assert} is compiled
 * @param nullChecks how a null dereference is noticed
 * @param optimise   whether the optimising passes run
 * @param backEnd    who makes the machine code
 * @param stackLimit bytes of stack that an entry point may need, if it has no lower limit of its
 *                   own; 0 for any
 */
public record CompilerOptions(List<String> roots, boolean assertions, NullChecks nullChecks,
        boolean optimise, BackEndChoice backEnd, int stackLimit) {
    /** How a null dereference is noticed. */
    public enum NullChecks {
        /** It faults on page 0, which is not mapped; a check is made where it might not. */
        FAULT,
        /** By a check before every access. */
        EXPLICIT
    }

    /** Who makes the machine code. */
    public enum BackEndChoice {
        NAIVE, OPTIMISING
    }

    public static CompilerOptions of(String... roots) {
        return new CompilerOptions(List.of(roots), true, NullChecks.FAULT, true,
                BackEndChoice.OPTIMISING, 0);
    }

    public CompilerOptions withAssertions(boolean on) {
        return new CompilerOptions(roots, on, nullChecks, optimise, backEnd, stackLimit);
    }

    public CompilerOptions withNullChecks(NullChecks choice) {
        return new CompilerOptions(roots, assertions, choice, optimise, backEnd, stackLimit);
    }

    public CompilerOptions withOptimise(boolean on) {
        return new CompilerOptions(roots, assertions, nullChecks, on, backEnd, stackLimit);
    }

    public CompilerOptions withBackEnd(BackEndChoice choice) {
        return new CompilerOptions(roots, assertions, nullChecks, optimise, choice, stackLimit);
    }

    public CompilerOptions withStackLimit(int bytes) {
        return new CompilerOptions(roots, assertions, nullChecks, optimise, backEnd, bytes);
    }
}

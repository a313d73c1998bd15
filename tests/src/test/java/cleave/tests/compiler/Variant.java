package cleave.tests.compiler;

import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.CompilerOptions.BackEndChoice;
import cleave.toolchain.compiler.CompilerOptions.NullChecks;

/** The ways in which a program is compiled. */
enum Variant {
    NAIVE(false, BackEndChoice.NAIVE, NullChecks.FAULT, false),
    OPTIMISED(true, BackEndChoice.OPTIMISING, NullChecks.FAULT, true),
    PASSES_ONLY(true, BackEndChoice.NAIVE, NullChecks.FAULT, true),
    NULL_CHECKS(true, BackEndChoice.OPTIMISING, NullChecks.EXPLICIT, false);

    private final boolean optimise;
    private final BackEndChoice backEnd;
    private final NullChecks nullChecks;
    private final boolean compressed;

    Variant(boolean optimise, BackEndChoice backEnd, NullChecks nullChecks, boolean compressed) {
        this.optimise = optimise;
        this.backEnd = backEnd;
        this.nullChecks = nullChecks;
        this.compressed = compressed;
    }

    CompilerOptions options(String... roots) {
        return CompilerOptions.of(roots).withOptimise(optimise).withBackEnd(backEnd)
                .withNullChecks(nullChecks);
    }

    /**
     * Whether all null references are noticed. Without explicit checks the access itself faults,
     * and an access whose result nobody needs may be left out.
     */
    boolean noticesEveryNull() {
        return nullChecks == NullChecks.EXPLICIT || !optimise;
    }

    boolean compressed() {
        return compressed;
    }
}

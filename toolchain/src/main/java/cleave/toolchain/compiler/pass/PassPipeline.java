package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import java.util.function.Consumer;

/** The passes in their order. */
public final class PassPipeline {
    private static final int GREATEST_ROUNDS = 4;

    private final Program program;
    private final Consumer<Function> inspector;

    private PassPipeline(Program program, Consumer<Function> inspector) {
        this.program = program;
        this.inspector = inspector;
    }

    /** Makes the program fit for a back end without making it better. */
    public static void lower(Program program) {
        LongLowering.lower(program);
    }

    /** Optimises the program and makes it fit for a back end. */
    public static void optimise(Program program) {
        optimise(program, function -> { });
    }

    /** @param inspector sees each function after each pass: the verifier, or a printer */
    public static void optimise(Program program, Consumer<Function> inspector) {
        new PassPipeline(program, inspector).run();
    }

    private void run() {
        clean();
        Constants constants = new Constants(program);
        Inliner.run(program, function -> {
            inspector.accept(function);
            clean(function, constants, Effects.NONE);
        });
        clean();
        for (Function function : program.functions()) {
            LongLowering.lower(function);
            inspector.accept(function);
        }
        clean();
        improveLoops();
        clean();
        program.functions().forEach(Layout::run);
    }

    private void improveLoops() {
        Effects effects = new Effects(program);
        for (Function function : program.functions()) {
            LoopRotation.run(function);
            inspector.accept(function);
            ControlFlow.run(function);
            inspector.accept(function);
            LoopMotion.run(function, effects);
            inspector.accept(function);
        }
        clean();
        for (Function function : program.functions()) {
            InductionVariables.run(function);
            inspector.accept(function);
            Simplifier.run(function, Constants.NONE);
            DeadCode.run(function);
            ValueNumbering.run(function, effects);
            LoopTests.run(function);
            inspector.accept(function);
        }
    }

    /** Local rules, the graph, equal values and dead code, until they find nothing more. */
    private void clean() {
        Constants constants = new Constants(program);
        Effects effects = new Effects(program);
        for (Function function : program.functions()) {
            clean(function, constants, effects);
        }
    }

    private void clean(Function function, Constants constants, Effects effects) {
        boolean changed = true;
        for (int round = 0; changed && round < GREATEST_ROUNDS; round++) {
            changed = Simplifier.run(function, constants);
            inspector.accept(function);
            changed |= ControlFlow.run(function);
            inspector.accept(function);
            changed |= ValueNumbering.run(function, effects);
            inspector.accept(function);
            changed |= DeadCode.run(function);
            inspector.accept(function);
        }
    }
}

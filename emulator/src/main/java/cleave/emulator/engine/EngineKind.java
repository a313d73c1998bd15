package cleave.emulator.engine;

import cleave.emulator.engine.interpreter.PredecodedInterpreter;
import cleave.emulator.engine.translate.TranslatingEngine;
import cleave.emulator.hart.Hart;
import java.util.function.Function;

/** The engines one can ask for. */
public enum EngineKind {
    /** Slow and obvious; what the others are compared with. */
    REFERENCE(ReferenceInterpreter::new),
    /** Decoded blocks. */
    INTERPRETER(PredecodedInterpreter::new),
    /** Decoded blocks, and what is hot as bytecode: what one wants. */
    TRANSLATOR(TranslatingEngine::new);

    private final Function<Hart, Engine> maker;

    EngineKind(Function<Hart, Engine> maker) {
        this.maker = maker;
    }

    public Engine create(Hart hart) {
        return maker.apply(hart);
    }
}

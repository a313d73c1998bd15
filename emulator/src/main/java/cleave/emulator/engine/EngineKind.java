package cleave.emulator.engine;

import cleave.emulator.hart.Hart;
import java.util.function.Function;

/** The engines one can ask for. */
public enum EngineKind {
    REFERENCE(ReferenceInterpreter::new);

    private final Function<Hart, Engine> maker;

    EngineKind(Function<Hart, Engine> maker) {
        this.maker = maker;
    }

    public Engine create(Hart hart) {
        return maker.apply(hart);
    }
}

package cleave.tests.equivalence;

import cleave.emulator.engine.Engine;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.engine.translate.TranslatingEngine;
import cleave.emulator.hart.Hart;
import java.util.List;
import java.util.function.Function;

/** An engine that is compared with others, and what it is called in reports. */
record Contender(String name, Function<Hart, Engine> maker) {
    static final Contender REFERENCE = new Contender("reference", EngineKind.REFERENCE::create);
    static final Contender INTERPRETER =
            new Contender("interpreter", EngineKind.INTERPRETER::create);
    static final Contender TRANSLATOR = new Contender("translator", EngineKind.TRANSLATOR::create);
    static final Contender EAGER = new Contender("eager", TranslatingEngine::eager);

    /** All of them, the one that is right by definition first. */
    static final List<Contender> ALL = List.of(REFERENCE, INTERPRETER, EAGER, TRANSLATOR);

    static Contender named(String name) {
        return ALL.stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("there is no engine " + name + ": " + ALL.stream()
                        .map(Contender::name).toList()));
    }
}

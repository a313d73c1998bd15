package cleave.tests.equivalence;

import cleave.emulator.engine.Engine;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import java.util.function.Function;

/** Something to run: makes the same machine, ready to start, as often as one asks. */
interface Subject {
    /** What it is called in reports. */
    String name();

    /** A machine of its own with this engine and nothing else that differs. */
    Machine machine(Function<Hart, Engine> engine);
}

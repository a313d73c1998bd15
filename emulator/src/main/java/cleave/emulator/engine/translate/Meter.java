package cleave.emulator.engine.translate;

import cleave.emulator.engine.Statistics;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What is counted only for those who ask: where the host's time goes, and why translated code is
 * left. The guest does not notice.
 */
final class Meter {
    /** What the engine is doing; time is charged to one of these. */
    enum Phase {
        /** The machine beside its engine: devices, events, the console. */
        MACHINE,
        INTERPRETED,
        TRANSLATED,
        /** Planning and writing regions; HotSpot's compiler has threads of its own. */
        TRANSLATING
    }

    private final LongSupplier clock;
    private final long[] nanoseconds = new long[Phase.values().length];
    private final long[] exits = new long[Exit.Kind.values().length];
    private final Map<String, Long> steps = new TreeMap<>();
    private Phase phase = Phase.MACHINE;
    private long since;

    Meter(LongSupplier clock) {
        this.clock = clock;
        since = clock.getAsLong();
    }

    /** Charges the time since the last call to the phase that ends now. */
    void enter(Phase next) {
        long now = clock.getAsLong();
        nanoseconds[phase.ordinal()] += now - since;
        since = now;
        phase = next;
    }

    void exit(Exit.Kind kind) {
        exits[kind.ordinal()]++;
    }

    /** Translated code was left because the interpreter has to execute this instruction. */
    void step(String instruction) {
        steps.merge(instruction, 1L, Long::sum);
    }

    void count(Statistics statistics) {
        enter(phase);
        for (Phase one : Phase.values()) {
            statistics.put("time." + one.name().toLowerCase(Locale.ROOT)
                    + "Nanoseconds", nanoseconds[one.ordinal()]);
        }
        statistics.put("exits.toOtherCode", exits[Exit.Kind.STATIC.ordinal()]
                + exits[Exit.Kind.INDIRECT.ordinal()]);
        statistics.put("exits.budget", exits[Exit.Kind.BUDGET.ordinal()]);
        steps.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(step -> statistics.put("exits.step." + step.getKey(), step.getValue()));
    }
}

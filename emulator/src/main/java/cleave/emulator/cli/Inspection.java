package cleave.emulator.cli;

import cleave.emulator.debug.Explainer;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.TrapListener;
import cleave.emulator.machine.Machine;
import java.util.Optional;

/** Everything that listens to the guest's traps: {@code -d int} and {@code --explain}. */
final class Inspection {
    private final Optional<Explainer> explainer;

    private Inspection(Optional<Explainer> explainer) {
        this.explainer = explainer;
    }

    /** To be called before the machine runs. */
    static Inspection install(Arguments arguments, Machine machine, Symbols symbols, GuestLog log,
            Streams streams) throws UsageException {
        log.connect(machine.hart(), symbols);
        Optional<TrapListener> listener = log.trapListener();
        Optional<Explainer> explainer = Optional.empty();
        if (arguments.has(Opt.EXPLAIN)) {
            boolean all = switch (arguments.optionalValue(Opt.EXPLAIN)) {
                case "", "exceptions" -> false;
                case "all" -> true;
                default -> throw new UsageException("--explain=" + arguments.optionalValue(
                        Opt.EXPLAIN) + ": it can be exceptions or all");
            };
            explainer = Optional.of(new Explainer(machine, symbols, all ? Explainer.Policy.ALL
                    : Explainer.Policy.EXCEPTIONS, streams.err()::print));
            Explainer last = explainer.get();
            listener = Optional.of(listener.map(l -> l.andThen(last)).orElse(last));
        }
        listener.ifPresent(machine.hart()::setTrapListener);
        return new Inspection(explainer);
    }

    /** Tells what is still to be told. */
    void finish() {
        explainer.ifPresent(Explainer::finish);
    }
}

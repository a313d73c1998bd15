package cleave.guestos.libc;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;

/** The keys' signals, ignored while {@code system} waits for its command. */
final class SystemSignals {
    private static final SignalAction IGNORE = new SignalAction();
    private static final SignalAction INTERRUPT = new SignalAction();
    private static final SignalAction QUIT = new SignalAction();

    private SystemSignals() {
    }

    static void ignore() {
        IGNORE.handler = Signal.SIG_IGN;
        Signals.sigaction(Signal.SIGINT, IGNORE, INTERRUPT);
        Signals.sigaction(Signal.SIGQUIT, IGNORE, QUIT);
    }

    static void restore() {
        Signals.sigaction(Signal.SIGINT, INTERRUPT, null);
        Signals.sigaction(Signal.SIGQUIT, QUIT, null);
    }
}

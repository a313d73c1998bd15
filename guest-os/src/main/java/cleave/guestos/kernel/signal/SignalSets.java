package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.process.Process;

/** What a thread does with signals, as sets for {@code /proc}: bit n - 1 is signal n. */
public final class SignalSets {
    private SignalSets() {
    }

    /** Those that were sent to the thread. */
    public static long pending(Process process) {
        return process.signals.own.set;
    }

    /** Those that were sent to the process. */
    public static long shared(Process process) {
        return process.leader.shared.set;
    }

    public static long blocked(Process process) {
        return process.signals.blocked;
    }

    public static long ignored(Process process) {
        return collect(process, true);
    }

    public static long caught(Process process) {
        return collect(process, false);
    }

    private static long collect(Process process, boolean ignored) {
        long set = 0;
        SignalActions actions = process.signals.actions;
        if (actions == null) {
            return 0;
        }
        for (int signal = 1; signal <= Signal.MAX; signal++) {
            int handler = actions.of(signal).handler;
            if (ignored ? handler == Signal.SIG_IGN
                    : handler != Signal.SIG_IGN && handler != Signal.SIG_DFL) {
                set |= 1L << signal - 1;
            }
        }
        return set;
    }
}

package cleave.guestos.user.sh;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.libc.Events;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** What the shell does about signals: {@code trap}, and what an interactive shell must outlive. */
final class Traps {
    /** Events: the user wants an end, a trap is to be run, a child has news. */
    static final int INTERRUPT = 1;
    static final int TRAP = 2;
    static final int CHILD = 4;

    /** The trap that is run at the end. */
    static final int EXIT = 0;

    private static final int COUNT = Signal.MAX + 1;
    private static final int[] STOPS = {Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU};

    /** Commands by signal: null for what happens anyway, empty to ignore it. */
    private static final int[] ACTIONS = new int[COUNT];
    private static final boolean[] COME = new boolean[COUNT];
    /** Whether a script was begun with the signal ignored, as a script may not change. */
    private static final boolean[] IGNORED_AT_START = new boolean[COUNT];
    /** The status when the trap that runs began; -1 outside of traps. */
    private static int statusBefore = -1;

    private Traps() {
    }

    static void begin() {
        for (int signal = 1; signal < COUNT; signal++) {
            IGNORED_AT_START[signal] = !Shell.interactive && Signals.isIgnored(signal);
        }
        if (Shell.interactive) {
            arrange(Signal.SIGINT);
            arrange(Signal.SIGQUIT);
            arrange(Signal.SIGTERM);
            arrange(Signal.SIGCHLD);
        }
    }

    static Address action(int signal) {
        return Address.of(ACTIONS[signal]);
    }

    /** Whether something is to be run when a signal comes, or at the end. */
    static boolean areSet() {
        for (int action : ACTIONS) {
            if (action != 0 && Address.of(action).loadByte(0) != 0) {
                return true;
            }
        }
        return false;
    }

    // ---- what signals do ----

    /** The handler of every signal that the shell wants to know of. */
    private static void come(int signal, SignalInfo information, Address context) {
        if (signal == Signal.SIGINT && ACTIONS[signal] == 0) {
            Events.tell(INTERRUPT, context);
            return;
        }
        COME[signal] = true;
        Events.tell(TRAP, context);
    }

    private static void childHasNews(int signal, SignalInfo information, Address context) {
        Events.tell(CHILD, context);
    }

    /** Sets a trap; a null action is the default, an empty one ignores the signal. */
    static void set(int signal, Address action) {
        if (IGNORED_AT_START[signal]) {
            return;
        }
        Heap.free(Address.of(ACTIONS[signal]));
        ACTIONS[signal] = action.isNull() ? 0 : Storage.copy(action).bits();
        if (signal != EXIT) {
            arrange(signal);
        }
    }

    static void arrange(int signal) {
        Address action = action(signal);
        if (!action.isNull()) {
            if (Strings.isEmpty(action)) {
                Signals.ignore(signal);
            } else {
                Signals.handle(signal, Traps::come, 0, 0);
            }
        } else if (signal == Signal.SIGCHLD && Shell.interactive && ShellOptions.isSet('b')) {
            Signals.handle(signal, Traps::childHasNews, 0, 0);
        } else if (Shell.interactive && signal == Signal.SIGINT) {
            Signals.handle(signal, Traps::come, 0, 0);
        } else if (Shell.interactive && (signal == Signal.SIGQUIT || signal == Signal.SIGTERM)
                || Jobs.areControlled() && isStop(signal)) {
            Signals.ignore(signal);
        } else if (signal != Signal.SIGKILL && signal != Signal.SIGSTOP) {
            Signals.restore(signal);
        }
    }

    /** What an interactive shell handles or ignores without a trap. */
    private static boolean isShellsOwn(int signal) {
        return signal == Signal.SIGINT || signal == Signal.SIGQUIT || signal == Signal.SIGTERM
                || signal == Signal.SIGCHLD;
    }

    private static boolean isStop(int signal) {
        for (int stop : STOPS) {
            if (stop == signal) {
                return true;
            }
        }
        return false;
    }

    /** Job control has begun or ended. */
    static void arrangeStops() {
        for (int stop : STOPS) {
            arrange(stop);
        }
    }

    static void ignoreStops() {
        for (int stop : STOPS) {
            Signals.ignore(stop);
        }
    }

    /**
     * In a subshell, only what is ignored stays so. An interrupt that came before that was taken by
     * the shell's own handler, and is now obeyed.
     */
    static void forgetInSubshell() {
        for (int signal = 0; signal < COUNT; signal++) {
            Address action = action(signal);
            boolean ignored = !action.isNull() && Strings.isEmpty(action);
            if (!ignored) {
                boolean had = !action.isNull() || isStop(signal) || isShellsOwn(signal);
                Heap.free(action);
                ACTIONS[signal] = 0;
                if (signal != EXIT && had && !IGNORED_AT_START[signal]) {
                    arrange(signal);
                }
            }
            COME[signal] = false;
        }
        Events.forget(TRAP | CHILD);
        if (Events.forget(INTERRUPT)) {
            Signals.raise(Signal.SIGINT);
        }
    }

    // ---- what came ----

    /** Whether the user wants what runs in an interactive shell to end. */
    static boolean isInterrupted() {
        return Events.are(INTERRUPT);
    }

    /** The interrupt was meant for the shell, too. */
    static void interrupt() {
        if (Shell.interactive) {
            Events.set(INTERRUPT);
        }
    }

    static void forgetInterrupt() {
        Events.forget(INTERRUPT);
    }

    /** The signal that {@code wait} was disturbed by; 0 for none. */
    static int first() {
        for (int signal = 1; signal < COUNT; signal++) {
            if (COME[signal]) {
                return signal;
            }
        }
        return 0;
    }

    /** Between commands: runs the traps of signals that have come. */
    static void check() {
        if (isInterrupted() && !Control.isPending()) {
            Shell.status = Shell.SIGNAL_BASE + Signal.SIGINT;
            Control.leave(Control.ABORT);
        }
        while (!Control.isPending() && Events.forget(TRAP)) {
            for (int signal = 1; signal < COUNT && !Control.isPending(); signal++) {
                if (COME[signal]) {
                    COME[signal] = false;
                    run(signal);
                }
            }
        }
    }

    private static void run(int signal) {
        Address action = action(signal);
        if (action.isNull() || Strings.isEmpty(action)) {
            return;
        }
        int status = Shell.status;
        int outer = statusBefore;
        statusBefore = status;
        Address copy = Storage.copy(action);
        Reader.runString(copy, 0);
        Heap.free(copy);
        statusBefore = outer;
        if (!Control.isPending()) {
            Shell.status = status;
        }
    }

    /** What {@code exit} without a number ends with: in a trap, the status before it. */
    static int statusAtExit() {
        return statusBefore >= 0 ? statusBefore : Shell.status;
    }

    /** Before another program takes the process over: what is handled here is no longer. */
    static void restoreForExec() {
        for (int signal = 1; signal < COUNT; signal++) {
            Address action = action(signal);
            boolean ignored = !action.isNull() && Strings.isEmpty(action)
                    || IGNORED_AT_START[signal];
            if (!ignored && (!action.isNull() || Shell.interactive && isShellsOwn(signal))) {
                Signals.restore(signal);
            }
        }
    }

    /** The trap for the end; returns the exit code. */
    static int runAtExit(int code) {
        Address action = action(EXIT);
        if (action.isNull() || Strings.isEmpty(action)) {
            return code;
        }
        ACTIONS[EXIT] = 0;
        Control.clear();
        Shell.status = code;
        statusBefore = code;
        Reader.runString(action, 0);
        return Control.reason() == Control.EXIT ? Shell.status : code;
    }

    /** {@code trap} without arguments. */
    static void list() {
        for (int signal = 0; signal < COUNT; signal++) {
            Address action = action(signal);
            if (!action.isNull()) {
                Stdio.stdout().put("trap -- ");
                Quoting.putQuoted(Stdio.stdout(), action);
                String name = Signals.name(signal);
                if (name == null) {
                    Stdio.stdout().putByte(' ').put(signal).line();
                } else {
                    Stdio.stdout().putByte(' ').put(name).line();
                }
            }
        }
    }
}

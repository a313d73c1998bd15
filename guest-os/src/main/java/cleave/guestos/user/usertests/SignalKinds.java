package cleave.guestos.user.usertests;

import cleave.guestos.abi.Signal;

/** What each signal does to a process that has not asked for anything else (signal(7)). */
final class SignalKinds {
    static final int ENDS = 1;
    static final int DUMPS = 2;
    static final int STOPS = 3;
    static final int NOTHING = 4;
    static final int GOES_ON = 5;

    private SignalKinds() {
    }

    static int of(int signal) {
        switch (signal) {
            case Signal.SIGQUIT, Signal.SIGILL, Signal.SIGTRAP, Signal.SIGABRT, Signal.SIGBUS,
                    Signal.SIGFPE, Signal.SIGSEGV, Signal.SIGXCPU, Signal.SIGXFSZ,
                    Signal.SIGSYS:
                return DUMPS;
            case Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU:
                return STOPS;
            case Signal.SIGCHLD, Signal.SIGURG, Signal.SIGWINCH:
                return NOTHING;
            case Signal.SIGCONT:
                return GOES_ON;
            default:
                return ENDS;
        }
    }
}

package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.Timespec;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** S1: actions and their flags, masks, and signals that are taken without a handler. */
final class SignalRows {
    static final int SET_SIZE = 8;
    private static final long FIRST = 1L << Signal.SIGUSR1 - 1;
    private static final long SECOND = 1L << Signal.SIGUSR2 - 1;
    private static final long HANGUP = 1L << Signal.SIGHUP - 1;
    private static final long ABSOLUTE = 1L << Signal.SIGKILL - 1 | 1L << Signal.SIGSTOP - 1;
    private static final int MILLISECOND = 1_000_000;
    private static final SignalAction ACTION = new SignalAction();
    private static final SignalInfo INFORMATION = new SignalInfo();
    private static final Timespec TIME = new Timespec();
    private static final long[] SET = new long[1];
    private static int calls;
    private static int depth;
    private static int deepest;
    private static int last;
    private static int order;
    private static long seenMask;
    private static int parent;

    private SignalRows() {
    }

    /** S1. */
    static void signals(int count) {
        Apart.part(SignalRows::nesting, "a signal in its own handler");
        Apart.part(SignalRows::flags, "flags of actions");
        Apart.part(SignalRows::refusals, "actions that are refused");
        Apart.part(SignalRows::ignoring, "signals that wait and are ignored");
        Apart.part(SignalRows::masks, "masks");
        Apart.part(SignalRows::suspending, "sigsuspend");
        Apart.part(SignalRows::taking, "sigtimedwait");
        FrameRows.run();
        RestartRows.run();
    }

    private static int send(int signal) {
        return Signals.kill(Processes.getpid(), signal);
    }

    private static void nested(int signal) {
        calls++;
        depth++;
        deepest = Math.max(depth, deepest);
        if (calls < 3) {
            send(signal);
        }
        seenMask = Signals.mask();
        depth--;
    }

    private static void nest(int flags, long mask) {
        calls = 0;
        deepest = 0;
        Signals.handle(Signal.SIGUSR1, SignalRows::nested, flags, mask);
        send(Signal.SIGUSR1);
        Check.equal(3, calls, "calls of the handler");
        Check.that(Signals.mask() == 0, "behind handlers the mask is as before");
    }

    private static void nesting() {
        nest(0, 0);
        Check.equal(1, deepest, "one handler at a time");
        Check.that(seenMask == FIRST, "its signal is blocked");
        nest(Signal.SA_NODEFER, 0);
        Check.equal(3, deepest, "handlers at a time with SA_NODEFER");
        Check.that(seenMask == 0, "nothing is blocked");
        nest(0, SECOND | HANGUP | ABSOLUTE);
        Check.that(seenMask == (FIRST | SECOND | HANGUP),
                "the action's mask is blocked, but for SIGKILL and SIGSTOP");
        Signals.setMask(HANGUP);
        calls = 2;
        Signals.handle(Signal.SIGUSR1, SignalRows::nested, Signal.SA_NODEFER, SECOND);
        send(Signal.SIGUSR1);
        Check.that(seenMask == (HANGUP | SECOND), "what was blocked stays so");
        Check.that(Signals.mask() == HANGUP, "and is so behind it");
    }

    private static void query(int signal) {
        Check.equal(0, Signals.sigaction(signal, null, ACTION), "the question for an action");
    }

    private static void onInformation(int signal, SignalInfo information, Address context) {
        calls++;
        last = information.signal == signal ? information.process : -1;
    }

    private static void flags() {
        calls = 2;
        Signals.handle(Signal.SIGUSR1, SignalRows::nested, Signal.SA_RESETHAND, 0);
        send(Signal.SIGUSR1);
        query(Signal.SIGUSR1);
        Check.equal(3, calls, "with SA_RESETHAND it is called");
        Check.equal(Signal.SIG_DFL, ACTION.handler, "then the default is back");
        int child = Apart.start(() -> {
            calls = 2;
            Signals.handle(Signal.SIGUSR1, SignalRows::nested, Signal.SA_RESETHAND, 0);
            send(Signal.SIGUSR1);
            return send(Signal.SIGUSR1);
        });
        Check.equal(Apart.KILLED + Signal.SIGUSR1, Apart.end(child), "and kills");
        int flags = Signal.SA_NODEFER | Signal.SA_RESTART;
        Signals.handle(Signal.SIGUSR1, SignalRows::onInformation, flags, HANGUP);
        query(Signal.SIGUSR1);
        Check.equal(flags | Signal.SA_SIGINFO, ACTION.flags, "the flags as they were set");
        Check.equal((int) HANGUP, ACTION.mask, "the mask");
        Check.equal(0, ACTION.maskHigh, "its other half");
        calls = 0;
        send(Signal.SIGUSR1);
        Check.equal(1, calls, "with SA_SIGINFO it is called");
        Check.equal(Processes.getpid(), last, "and learns of whom");
        Signals.handle(Signal.MAX, SignalRows::nested, 0, 1L << Signal.MAX - 1 | ABSOLUTE);
        query(Signal.MAX);
        Check.equal(1 << 31, ACTION.maskHigh, "the last signal in a mask");
        Check.equal(0, ACTION.mask, "SIGKILL and SIGSTOP are in none");
        calls = 2;
        send(Signal.MAX);
        Check.equal(3, calls, "the last signal");
    }

    private static int action(int signal, int handler, int size) {
        ACTION.handler = handler;
        ACTION.flags = 0;
        ACTION.mask = 0;
        ACTION.maskHigh = 0;
        return Syscalls.rtSigaction(signal, Address.of(ACTION), Address.of(0), size);
    }

    private static void refusals() {
        Check.equal(-Errno.EINVAL, action(Signal.SIGKILL, Signal.SIG_IGN, SET_SIZE), "SIGKILL");
        Check.equal(-Errno.EINVAL, action(Signal.SIGSTOP, Signal.SIG_DFL, SET_SIZE), "SIGSTOP");
        Check.equal(-Errno.EINVAL, action(0, Signal.SIG_IGN, SET_SIZE), "signal 0");
        Check.equal(-Errno.EINVAL, action(Signal.MAX + 1, Signal.SIG_IGN, SET_SIZE),
                "a signal above the last");
        Check.equal(-Errno.EINVAL, action(Signal.SIGUSR1, Signal.SIG_IGN, 4), "half a mask");
        Check.equal(-Errno.EFAULT, Syscalls.rtSigaction(Signal.SIGUSR1, Address.of(8),
                Address.of(0), SET_SIZE), "a bad address");
        query(Signal.SIGUSR1);
        Check.equal(Signal.SIG_DFL, ACTION.handler, "nothing has changed");
        query(Signal.SIGKILL);
        Check.equal(Signal.SIG_DFL, ACTION.handler, "SIGKILL may be asked for");
    }

    private static void ignoring() {
        Signals.block(FIRST | 1L << Signal.SIGCHLD - 1);
        send(Signal.SIGUSR1);
        send(Signal.SIGCHLD);
        Check.that(Signals.contains(Signals.pending(), Signal.SIGUSR1), "one waits");
        Signals.ignore(Signal.SIGUSR1);
        Check.that(!Signals.contains(Signals.pending(), Signal.SIGUSR1),
                "ignoring a signal that waits discards it");
        Check.that(Signals.contains(Signals.pending(), Signal.SIGCHLD),
                "what does nothing waits when it is blocked");
        Signals.restore(Signal.SIGCHLD);
        Check.that(Signals.pending() == 0, "until its default is asked for");
        Signals.restore(Signal.SIGUSR1);
        Signals.setMask(0);
        Check.equal(0, Apart.run(() -> {
            Signals.ignore(Signal.SIGTERM);
            send(Signal.SIGTERM);
            Signals.restore(Signal.SIGTERM);
            return 0;
        }), "who ignores a signal lives on");
    }

    private static void counted(int signal) {
        calls++;
        last = signal;
        order = order * 100 + signal;
    }

    private static int setMask(int how, Address set, int size) {
        return Syscalls.rtSigprocmask(how, set, Address.of(0), size);
    }

    private static void masks() {
        Signals.signal(Signal.SIGUSR1, SignalRows::counted);
        Signals.signal(Signal.SIGUSR2, SignalRows::counted);
        Check.that(Signals.setMask(FIRST | ABSOLUTE) == 0, "the mask before");
        Check.that(Signals.mask() == FIRST, "SIGKILL and SIGSTOP cannot be blocked");
        Check.that(Signals.block(SECOND) == FIRST, "SIG_BLOCK adds");
        Check.that(Signals.unblock(FIRST) == (FIRST | SECOND), "SIG_UNBLOCK takes away");
        Check.that(Signals.mask() == SECOND, "what is left");
        Check.equal(-Errno.EINVAL, setMask(7, Address.of(SET), SET_SIZE), "an unknown way");
        Check.equal(-Errno.EINVAL, setMask(Signal.SIG_BLOCK, Address.of(SET), 4), "half a mask");
        Check.equal(-Errno.EFAULT, setMask(Signal.SIG_BLOCK, Address.of(8), SET_SIZE),
                "a bad address");
        calls = 0;
        send(Signal.SIGUSR2);
        send(Signal.SIGUSR2);
        Check.equal(0, calls, "a blocked signal does not come");
        Check.that(Signals.pending() == SECOND, "it waits");
        Check.equal(0, Apart.run(() -> Signals.pending() == 0 && Signals.mask() == SECOND ? 0 : 1),
                "a child inherits the mask and not what waits");
        Signals.unblock(SECOND);
        Check.equal(1, calls, "unblocked it comes, once");
        Check.that(Signals.pending() == 0, "and waits no more");
        Signals.setMask(FIRST | SECOND);
        send(Signal.SIGUSR2);
        send(Signal.SIGUSR1);
        order = 0;
        Signals.setMask(0);
        // The handler of the one that was delivered first runs last.
        Check.equal(Signal.SIGUSR2 * 100 + Signal.SIGUSR1, order, "handlers of two at once");
    }

    private static void suspending() {
        Signals.signal(Signal.SIGUSR1, SignalRows::counted);
        Signals.signal(Signal.SIGUSR2, SignalRows::counted);
        Signals.setMask(FIRST | SECOND);
        send(Signal.SIGUSR1);
        send(Signal.SIGUSR2);
        calls = 0;
        Check.fails(Errno.EINTR, Signals.sigsuspend(SECOND), "one that waits ends it at once");
        Check.equal(1, calls, "one handler has run");
        Check.equal(Signal.SIGUSR1, last, "that of the signal that is not blocked");
        Check.that(Signals.mask() == (FIRST | SECOND), "the mask is as before");
        Check.that(Signals.pending() == SECOND, "the other one still waits");
        Check.fails(Errno.EINTR, Signals.sigsuspend(0), "now it comes");
        Check.equal(Signal.SIGUSR2, last, "to its handler");
        parent = Processes.getpid();
        int child = Apart.start(() -> {
            Signals.kill(parent, Signal.SIGCHLD);
            Time.millisleep(30);
            return Signals.kill(parent, Signal.SIGUSR1);
        });
        int start = Work.now();
        Check.fails(Errno.EINTR, Signals.sigsuspend(0), "a signal of a child ends it");
        Check.between(25, Work.LONG, Work.now() - start, "one that is ignored does not");
        Check.equal(0, Apart.end(child), "the child's end");
    }

    private static int take(long set, int milliseconds) {
        TIME.seconds = milliseconds / 1000;
        TIME.nanoseconds = milliseconds % 1000 * MILLISECOND;
        return Signals.sigtimedwait(set, INFORMATION, TIME);
    }

    private static void taking() {
        Signals.signal(Signal.SIGUSR1, SignalRows::counted);
        Signals.signal(Signal.SIGHUP, SignalRows::counted);
        Signals.setMask(FIRST | SECOND);
        calls = 0;
        Check.fails(Errno.EAGAIN, take(FIRST | SECOND, 0), "there is none");
        int start = Work.now();
        Check.fails(Errno.EAGAIN, take(FIRST | SECOND, 30), "there is none in time");
        Check.between(30, Work.LONG, Work.now() - start, "milliseconds that it takes");
        send(Signal.SIGUSR2);
        send(Signal.SIGUSR1);
        Check.equal(Signal.SIGUSR1, take(FIRST | SECOND, 30), "the lowest that waits");
        Check.equal(Signal.SIGUSR1, INFORMATION.signal, "si_signo");
        Check.equal(0, INFORMATION.code, "si_code");
        Check.equal(Processes.getpid(), INFORMATION.process, "si_pid");
        Check.fails(Errno.EAGAIN, take(FIRST, 0), "it is taken");
        Check.equal(Signal.SIGUSR2, take(FIRST | SECOND, 30), "the next");
        Check.that(Signals.pending() == 0, "nothing waits");
        parent = Processes.getpid();
        int child = Apart.start(() -> {
            Time.millisleep(20);
            return Signals.kill(parent, Signal.SIGUSR1);
        });
        Check.equal(Signal.SIGUSR1, Signals.sigtimedwait(FIRST, INFORMATION, null), "one comes");
        Check.equal(child, INFORMATION.process, "from the child");
        Apart.end(child);
        Check.equal(0, calls, "handlers that have run");
        child = Apart.start(() -> {
            Time.millisleep(20);
            return Signals.kill(parent, Signal.SIGHUP);
        });
        Check.fails(Errno.EINTR, take(FIRST, Work.LONG), "another's handler interrupts");
        Check.equal(1, calls, "handlers that have run");
        Apart.end(child);
        Check.fails(Errno.ECHILD, Wait.any(), "no more children");
    }
}

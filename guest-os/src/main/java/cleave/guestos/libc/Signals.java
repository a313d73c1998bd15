package cleave.guestos.libc;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.Timespec;
import cleave.magic.Address;
import cleave.magic.Fn;

/**
 * Signals. A set of signals is a {@code long} in which bit {@code n - 1} is signal n, as {@link
 * #set} makes it; sets are joined by {@code |}.
 */
public final class Signals {
    public static final long ALL = -1;

    private static final int SET_SIZE = 8;
    private static final SignalAction ACTION = new SignalAction();
    private static final SignalAction OLD = new SignalAction();
    private static final long[] SET = new long[1];
    private static final long[] OLD_SET = new long[1];
    private static final int[] TIMER = new int[4];
    private static final int[] OLD_TIMER = new int[4];
    private static final int SI_QUEUE = -1;
    private static final SignalInfo QUEUED = new SignalInfo();

    /** The signals that some function of this program handles. */
    private static long handled;

    /** A function that handles a signal; it may be called at any instruction. */
    public interface Handler extends Fn {
        void handle(int signal);
    }

    /** A function that handles a signal by what is known of it ({@code SA_SIGINFO}). */
    public interface InfoHandler extends Fn {
        void handle(int signal, SignalInfo information, Address context);
    }

    private Signals() {
    }

    /** The set of one signal. */
    public static long set(int signal) {
        return 1L << signal - 1;
    }

    public static boolean contains(long set, int signal) {
        return (set >>> signal - 1 & 1) != 0;
    }

    // ---- what a signal does ----

    /** The function handles the signal; calls that it interrupts go on. 0 or -1. */
    public static int signal(int signal, Handler handler) {
        return handle(signal, handler, Signal.SA_RESTART, 0);
    }

    /** The function handles the signal, while those of {@code mask} wait. */
    public static int handle(int signal, Handler handler, int flags, long mask) {
        return install(signal, Address.of(handler).bits(), flags, mask);
    }

    public static int handle(int signal, InfoHandler handler, int flags, long mask) {
        return install(signal, Address.of(handler).bits(), flags | Signal.SA_SIGINFO, mask);
    }

    public static int ignore(int signal) {
        return install(signal, Signal.SIG_IGN, 0, 0);
    }

    /** The signal does again what it does to programs that do not care. */
    public static int restore(int signal) {
        return install(signal, Signal.SIG_DFL, 0, 0);
    }

    private static int install(int signal, int handler, int flags, long mask) {
        ACTION.handler = handler;
        ACTION.flags = flags;
        ACTION.mask = (int) mask;
        ACTION.maskHigh = (int) (mask >> 32);
        return sigaction(signal, ACTION, OLD);
    }

    /** {@code sigaction} itself; either action may be null. */
    public static int sigaction(int signal, SignalAction action, SignalAction old) {
        int result = Errors.result(Syscalls.rtSigaction(signal, Address.of(action),
                Address.of(old), SET_SIZE));
        if (result == 0 && action != null) {
            handled = action.handler == Signal.SIG_DFL || action.handler == Signal.SIG_IGN
                    ? handled & ~set(signal) : handled | set(signal);
        }
        return result;
    }

    /** Whether the signal is ignored now. */
    public static boolean isIgnored(int signal) {
        return sigaction(signal, null, OLD) == 0 && OLD.handler == Signal.SIG_IGN;
    }

    /** As {@link #restore} in a child that shares this memory: what is handled here stays known. */
    static void restoreInChild(int signal) {
        long before = handled;
        restore(signal);
        handled = before;
    }

    /** The signals that have handlers. */
    static long handled() {
        return handled;
    }

    // ---- masks ----

    /** Lets signals wait, too; returns the mask as it was. */
    public static long block(long set) {
        return sigprocmask(Signal.SIG_BLOCK, set);
    }

    /** Lets signals come; returns the mask as it was. */
    public static long unblock(long set) {
        return sigprocmask(Signal.SIG_UNBLOCK, set);
    }

    /** Lets exactly these signals wait; returns the mask as it was. */
    public static long setMask(long set) {
        return sigprocmask(Signal.SIG_SETMASK, set);
    }

    public static long mask() {
        return sigprocmask(Signal.SIG_BLOCK, 0);
    }

    private static long sigprocmask(int how, long set) {
        SET[0] = set;
        Syscalls.rtSigprocmask(how, Address.of(SET), Address.of(OLD_SET), SET_SIZE);
        return OLD_SET[0];
    }

    /** The signals that wait. */
    public static long pending() {
        Syscalls.rtSigpending(Address.of(SET), SET_SIZE);
        return SET[0];
    }

    /** Waits for a signal with this mask in force; always -1 with EINTR. */
    public static int sigsuspend(long mask) {
        SET[0] = mask;
        return Errors.result(Syscalls.rtSigsuspend(Address.of(SET), SET_SIZE));
    }

    /** Waits for a signal that has a handler. */
    public static int pause() {
        return sigsuspend(mask());
    }

    /** Takes one of these signals, which must be blocked; the timeout may be null. -1 if none. */
    public static int sigtimedwait(long set, SignalInfo information, Timespec timeout) {
        SET[0] = set;
        return Errors.result(Syscalls.rtSigtimedwait(Address.of(SET), Address.of(information),
                Address.of(timeout), SET_SIZE));
    }

    // ---- sending ----

    /** To a process; to the own group for 0; to all for -1; to group n for -n. */
    public static int kill(int process, int signal) {
        return Errors.result(Syscalls.kill(process, signal));
    }

    public static int killpg(int group, int signal) {
        return kill(-group, signal);
    }

    /** To this process. */
    public static int raise(int signal) {
        return Errors.result(Syscalls.tgkill(Syscalls.getpid(), Syscalls.gettid(), signal));
    }

    /** Queues a signal with a value. */
    public static int sigqueue(int process, int signal, int value) {
        QUEUED.signal = signal;
        QUEUED.code = SI_QUEUE;
        QUEUED.process = Syscalls.getpid();
        QUEUED.user = Syscalls.getuid();
        QUEUED.status = value;
        return Errors.result(Syscalls.rtSigqueueinfo(process, signal, Address.of(QUEUED)));
    }

    /** SIGALRM after so many seconds, none for 0; returns what an earlier alarm had left. */
    public static int alarm(int seconds) {
        setTimer(seconds, 0, 0, 0);
        return OLD_TIMER[2] + (OLD_TIMER[3] > 0 ? 1 : 0);
    }

    /** SIGALRM after a time and then again and again; 0 or -1. */
    public static int setTimer(int seconds, int microseconds, int everySeconds,
            int everyMicroseconds) {
        TIMER[0] = everySeconds;
        TIMER[1] = everyMicroseconds;
        TIMER[2] = seconds;
        TIMER[3] = microseconds;
        return Errors.result(Syscalls.setitimer(0, Address.of(TIMER), Address.of(OLD_TIMER)));
    }

    /** Handlers with SA_ONSTACK run there; 0 or -1. */
    public static int sigaltstack(Address stack, int size) {
        TIMER[0] = stack.bits();
        TIMER[1] = 0;
        TIMER[2] = size;
        return Errors.result(Syscalls.sigaltstack(Address.of(TIMER), Address.of(0)));
    }

    // ---- names ----

    /** {@code HUP}, without SIG; null for numbers that have none. */
    public static String name(int signal) {
        return signal >= 0 && signal < SignalNames.NAMES.length ? SignalNames.NAMES[signal] : null;
    }

    /** What a shell says of a program that the signal has ended. */
    public static String description(int signal) {
        return signal >= 0 && signal < SignalNames.DESCRIPTIONS.length
                ? SignalNames.DESCRIPTIONS[signal] : "Real-time signal";
    }

    /** The signal of a name with or without SIG, in any case, or of a number; -1 if it is none. */
    public static int number(Address name) {
        if (Numbers.isInt(name)) {
            int number = Numbers.toInt(name);
            return number >= 0 && number <= Signal.MAX ? number : -1;
        }
        Address rest = Strings.compareIgnoringCase(Address.of("SIG"), name) < 0
                && Characters.toLower(name.loadByte(0)) == 's'
                && Characters.toLower(name.loadByte(1)) == 'i'
                && Characters.toLower(name.loadByte(2)) == 'g' ? name.plus(3) : name;
        for (int i = 0; i < SignalNames.NAMES.length; i++) {
            if (Strings.compareIgnoringCase(rest, Address.of(SignalNames.NAMES[i])) == 0) {
                return i;
            }
        }
        return -1;
    }
}

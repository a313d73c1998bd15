package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.magic.Address;
import cleave.magic.Rv;

/** S3: signals that queue with values, and timers that send signals. */
final class TimerRows {
    private static final int TIMER_CREATE = 107;
    private static final int TIMER_OVERRUN = 109;
    private static final int TIMER_DELETE = 111;
    private static final int TIMER_GET = 408;
    private static final int TIMER_SET = 409;
    private static final int REAL = 0;
    private static final int VIRTUAL = 1;
    private static final int PROFILE = 2;
    private static final int FROM_QUEUE = -1;
    private static final int FROM_TIMER = -2;
    private static final int NOTIFY_SIGNAL = 0;
    private static final int SIGNALS_PENDING = 11;
    private static final int MILLION = 1_000_000;
    private static final int VALUES_MAX = 16;
    private static final int MILLISECOND_MICROSECONDS = 1000;
    private static final int[] TIMER = new int[4];
    private static final int[] OLD = new int[4];
    private static final int[] EVENT = new int[16];
    private static final int[] NUMBER = new int[1];
    private static final long[] TIMES = new long[4];
    private static final int[] VALUES = new int[VALUES_MAX];
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static int calls;
    private static int code;

    private TimerRows() {
    }

    /** S3. */
    static void timers(int count) {
        Apart.part(TimerRows::queues, "real-time signals");
        Apart.part(TimerRows::queueIsLimited, "RLIMIT_SIGPENDING");
        Apart.part(TimerRows::real, "ITIMER_REAL");
        Apart.part(TimerRows::ownTime, "timers of own time");
        Apart.part(TimerRows::inherits, "timers and fork");
        Apart.part(TimerRows::posix, "timer_create");
    }

    private static void onValue(int signal, SignalInfo information, Address context) {
        VALUES[calls & VALUES_MAX - 1] = signal * 1000 + information.status;
        calls++;
        code = information.code;
    }

    private static void counted(int signal) {
        calls++;
    }

    private static void queues() {
        int me = Processes.getpid();
        int low = Signal.SIGRTMIN + 2;
        int high = Signal.MAX;
        long all = Signals.set(low) | Signals.set(high) | Signals.set(Signal.SIGUSR1);
        Signals.handle(low, TimerRows::onValue, 0, all);
        Signals.handle(high, TimerRows::onValue, 0, all);
        Signals.handle(Signal.SIGUSR1, TimerRows::onValue, 0, all);
        Signals.setMask(all);
        for (int i = 1; i <= 3; i++) {
            Check.equal(0, Signals.sigqueue(me, high, i), "sigqueue");
            Check.equal(0, Signals.sigqueue(me, low, i), "sigqueue");
            Check.equal(0, Signals.sigqueue(me, Signal.SIGUSR1, i), "sigqueue");
        }
        // One after the other, the least number first, those of a number in their order.
        Signals.unblock(Signals.set(low));
        Signals.unblock(Signals.set(high));
        Signals.unblock(Signals.set(Signal.SIGUSR1));
        Check.equal(7, calls, "of SIGUSR1 one, of real-time signals all");
        for (int i = 0; i < 3; i++) {
            Check.equal(low * 1000 + i + 1, VALUES[i], "the value");
            Check.equal(high * 1000 + i + 1, VALUES[i + 3], "the value");
        }
        Check.equal(Signal.SIGUSR1 * 1000 + 1, VALUES[6], "the first value");
        Check.equal(FROM_QUEUE, code, "si_code");
        calls = 0;
        Signals.setMask(all);
        Signals.kill(me, low);
        Signals.kill(me, low);
        Signals.setMask(0);
        Check.equal(2, calls, "kill queues them, too");
        Check.equal(0, code, "si_code");
        Check.fails(Errno.ESRCH, Signals.sigqueue(999_999, low, 1), "to nobody");
        Check.fails(Errno.EINVAL, Signals.sigqueue(me, Signal.MAX + 1, 1), "no such signal");
    }

    private static void queueIsLimited() {
        int signal = Signal.SIGRTMIN + 2;
        Signals.setMask(Signals.set(signal) | Signals.set(Signal.SIGUSR1));
        Signals.signal(signal, TimerRows::counted);
        LIMIT.soft = 4;
        LIMIT.hard = 4;
        Limits.setrlimit(SIGNALS_PENDING, LIMIT);
        for (int i = 0; i < 4; i++) {
            Check.equal(0, Signals.sigqueue(Processes.getpid(), signal, i), "one that has room");
        }
        Check.fails(Errno.EAGAIN, Signals.sigqueue(Processes.getpid(), signal, 5),
                "one that has none");
        Check.equal(0, Signals.kill(Processes.getpid(), Signal.SIGUSR1), "kill needs no room");
        Check.that(Signals.contains(Signals.pending(), Signal.SIGUSR1), "it waits");
        calls = 0;
        Signals.unblock(Signals.set(signal));
        Check.equal(4, calls, "those that had room come");
    }

    private static int set(int which, int first, int again) {
        TIMER[0] = 0;
        TIMER[1] = again * MILLISECOND_MICROSECONDS;
        TIMER[2] = 0;
        TIMER[3] = first * MILLISECOND_MICROSECONDS;
        return Syscalls.setitimer(which, Address.of(TIMER), Address.of(OLD));
    }

    private static void real() {
        Signals.signal(Signal.SIGALRM, TimerRows::counted);
        int start = Work.now();
        Check.equal(0, set(REAL, 10, 20), "a timer that repeats");
        while (calls < 4) {
            Signals.pause();
        }
        Check.between(70, Work.LONG, Work.now() - start, "milliseconds of four signals");
        Check.equal(0, Syscalls.getitimer(REAL, Address.of(OLD)), "getitimer");
        Check.equal(20 * MILLISECOND_MICROSECONDS, OLD[1], "its interval");
        Check.between(1, 20 * MILLISECOND_MICROSECONDS, OLD[3], "what is left");
        Check.equal(0, set(REAL, 0, 0), "its end");
        Check.equal(20 * MILLISECOND_MICROSECONDS, OLD[1], "what it was");
        calls = 0;
        Time.millisleep(50);
        Check.equal(0, calls, "then it sends nothing");
        Signals.alarm(100);
        Check.equal(100, Signals.alarm(1), "what an alarm had left");
        Check.equal(1, Signals.alarm(0), "and another, which is off now");
        TIMER[3] = MILLION;
        Check.equal(-Errno.EINVAL, Syscalls.setitimer(REAL, Address.of(TIMER), Address.of(0)),
                "a million microseconds");
        Check.equal(-Errno.EINVAL, set(3, 0, 0), "an unknown timer");
        Check.equal(-Errno.EFAULT, Syscalls.setitimer(REAL, Address.of(8), Address.of(0)),
                "a bad address");
    }

    private static void ownTime() {
        Signals.signal(Signal.SIGVTALRM, TimerRows::counted);
        Signals.signal(Signal.SIGPROF, TimerRows::counted);
        for (int which = VIRTUAL; which <= PROFILE; which++) {
            calls = 0;
            Check.equal(0, set(which, 30, 0), "a timer of own time");
            Time.millisleep(60);
            Check.equal(0, calls, "sleep does not count");
            int start = Work.used();
            while (calls == 0 && Work.used() - start < Work.LONG) {
                Work.spin();
            }
            Check.that(calls > 0, "work does");
            Check.between(25, Work.LONG, Work.used() - start, "milliseconds of work");
        }
    }

    private static void inherits() {
        Signals.signal(Signal.SIGALRM, TimerRows::counted);
        Signals.block(Signals.set(Signal.SIGALRM));
        set(REAL, 40, 0);
        Check.equal(0, Apart.run(() -> {
            Syscalls.getitimer(REAL, Address.of(OLD));
            return OLD[2] == 0 && OLD[3] == 0 ? 0 : 1;
        }), "a child has no timer");
        Check.equal(Apart.KILLED + Signal.SIGALRM, Apart.run(() -> {
            Signals.restore(Signal.SIGALRM);
            Signals.setMask(0);
            set(REAL, 10, 0);
            return Apart.sleep();
        }), "a timer without a handler ends a process");
        Signals.sigsuspend(0);
        Check.equal(1, calls, "the parent's goes on");
    }

    private static int create(int signal, int value) {
        EVENT[0] = value;
        EVENT[1] = signal;
        EVENT[2] = NOTIFY_SIGNAL;
        return Rv.ecall(TIMER_CREATE, Time.CLOCK_MONOTONIC, Address.of(EVENT).bits(),
                Address.of(NUMBER).bits());
    }

    private static int start(int first, int again) {
        TIMES[0] = 0;
        TIMES[1] = again * (long) MILLION;
        TIMES[2] = 0;
        TIMES[3] = first * (long) MILLION;
        return Rv.ecall(TIMER_SET, NUMBER[0], 0, Address.of(TIMES).bits(), 0);
    }

    private static void posix() {
        int signal = Signal.SIGRTMIN + 3;
        Signals.handle(signal, TimerRows::onValue, 0, 0);
        Check.equal(-Errno.EINVAL, create(Signal.MAX + 1, 0), "no such signal");
        Check.equal(0, create(signal, 77), "a timer");
        Signals.block(Signals.set(signal));
        Check.equal(0, start(15, 0), "it is set");
        Signals.sigsuspend(0);
        Check.equal(1, calls, "it sends one signal");
        Check.equal(signal * 1000 + 77, VALUES[0], "with its value");
        Check.equal(FROM_TIMER, code, "si_code");
        calls = 0;
        Time.millisleep(40);
        Check.that(Signals.pending() == 0, "it does not repeat");
        Check.equal(0, start(5, 10), "one that does");
        int now = Work.now();
        while (Work.now() - now < 58) {
            Work.spin();
        }
        Signals.unblock(Signals.set(signal));
        Check.that(calls > 0, "signals come when they are let");
        Check.between(3, Work.LONG, Rv.ecall(TIMER_OVERRUN, NUMBER[0]),
                "but those that were lost count");
        Check.equal(0, Rv.ecall(TIMER_GET, NUMBER[0], Address.of(TIMES).bits()), "what is left");
        Check.that(TIMES[1] == 10L * MILLION && TIMES[3] > 0 && TIMES[3] <= 10L * MILLION,
                "of its interval");
        Check.equal(0, Apart.run(() -> Rv.ecall(TIMER_GET, NUMBER[0], Address.of(TIMES).bits())
                == -Errno.EINVAL ? 0 : 1), "a child has none");
        Check.equal(0, Rv.ecall(TIMER_DELETE, NUMBER[0]), "its end");
        Check.equal(-Errno.EINVAL, Rv.ecall(TIMER_DELETE, NUMBER[0]), "it is gone");
        calls = 0;
        Time.millisleep(30);
        Check.equal(0, calls, "and sends nothing");
    }
}

package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** S2: whom {@code kill} and {@code tgkill} reach, who may, and what signals do by default. */
final class KillRows {
    private static final int NOBODY = 999_999;
    private static final int USER = 12_345;
    private static final int OTHER_USER = 12_346;
    private static final int FROM_TKILL = -6;
    private static final int MEMBERS = 3;
    private static final int[] CHILDREN = new int[MEMBERS];
    private static final Gate GATE = new Gate();
    private static int calls;
    private static int code;
    private static int sender;
    private static int user;
    private static int target;
    private static int group;

    private KillRows() {
    }

    /** S2. */
    static void kills(int count) {
        GATE.make();
        Apart.part(KillRows::oneself, "signals to oneself");
        Apart.part(KillRows::groups, "signals to groups");
        Apart.part(KillRows::all, "a signal to all");
        Apart.part(KillRows::rights, "who may send signals");
        Apart.part(KillRows::defaults, "what signals do by default");
        Apart.part(KillRows::stops, "stops");
        GATE.close();
        FaultRows.run();
    }

    private static void onSignal(int signal, SignalInfo information, Address context) {
        calls++;
        code = information.code;
        sender = information.process;
        user = information.user;
    }

    private static void oneself() {
        int me = Processes.getpid();
        Signals.handle(Signal.SIGUSR1, KillRows::onSignal, 0, 0);
        Check.equal(0, Syscalls.kill(me, 0), "signal 0");
        Check.equal(0, calls, "does nothing");
        Check.equal(0, Syscalls.kill(me, Signal.SIGUSR1), "kill");
        Check.equal(1, calls, "comes before the call is back");
        Check.equal(0, code, "its code");
        Check.equal(me, sender, "its sender");
        Check.equal(Processes.getuid(), user, "the sender's user");
        Check.equal(0, Syscalls.tgkill(me, me, Signal.SIGUSR1), "tgkill");
        Check.equal(2, calls, "comes as well");
        Check.equal(FROM_TKILL, code, "its code");
        Check.equal(me, sender, "its sender");
        Check.equal(-Errno.EINVAL, Syscalls.kill(me, Signal.MAX + 1), "a signal above the last");
        Check.equal(-Errno.EINVAL, Syscalls.kill(me, -1), "a signal below 0");
        Check.equal(-Errno.ESRCH, Syscalls.kill(NOBODY, Signal.SIGUSR1), "nobody");
        Check.equal(-Errno.ESRCH, Syscalls.kill(-NOBODY, Signal.SIGUSR1), "no group");
        Check.equal(-Errno.ESRCH, Syscalls.tgkill(me + 1, me, Signal.SIGUSR1),
                "tgkill with another process");
        Check.equal(-Errno.EINVAL, Syscalls.tgkill(-1, me, Signal.SIGUSR1), "tgkill with -1");
        Check.equal(2, calls, "none of them has come");
    }

    private static int sleepsInGroup() {
        Processes.setpgid(0, group);
        return Apart.sleep();
    }

    /** Sleepers: the first two in one group, the third in another. */
    private static void sleepers() {
        group = 0;
        for (int i = 0; i < MEMBERS; i++) {
            CHILDREN[i] = Apart.start(KillRows::sleepsInGroup);
            Processes.setpgid(CHILDREN[i], group);
            group = i == 0 ? CHILDREN[0] : 0;
        }
    }

    private static void groups() {
        sleepers();
        Check.equal(0, Signals.kill(-CHILDREN[0], 0), "signal 0 to a group");
        Check.equal(0, Signals.kill(-CHILDREN[0], Signal.SIGTERM), "a signal to a group");
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(CHILDREN[0]), "its leader");
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(CHILDREN[1]), "its member");
        Check.equal(0, Wait.waitpid(CHILDREN[2], WaitOptions.WNOHANG), "another group lives");
        Check.equal(-Errno.ESRCH, Syscalls.kill(-CHILDREN[0], Signal.SIGTERM),
                "a group of which nobody is left");
        Signals.kill(CHILDREN[2], Signal.SIGKILL);
        Apart.end(CHILDREN[2]);
        Check.equal(Apart.KILLED + Signal.SIGUSR1, Apart.run(() -> {
            Processes.setpgid(0, 0);
            target = Apart.sleeper();
            Signals.kill(0, Signal.SIGUSR1);
            return 1;
        }), "a signal to the own group reaches oneself");
    }

    private static int sleepsAsUser() {
        Processes.setuid(USER);
        GATE.open();
        return Apart.sleep();
    }

    /** As a user who is not root: what {@code kill(-1)} reaches would else be the machine. */
    private static void all() {
        for (int i = 0; i < MEMBERS; i++) {
            CHILDREN[i] = Apart.start(i < 2 ? KillRows::sleepsAsUser : Apart::sleep);
        }
        GATE.pass();
        GATE.pass();
        Check.equal(0, Apart.run(() -> {
            Processes.setuid(USER);
            return -Syscalls.kill(-1, Signal.SIGTERM);
        }), "who sends it is left alone");
        for (int i = 0; i < 2; i++) {
            Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(CHILDREN[i]),
                    "others of the user");
        }
        Check.equal(0, Wait.waitpid(CHILDREN[2], WaitOptions.WNOHANG), "root's live");
        Signals.kill(CHILDREN[2], Signal.SIGKILL);
        Apart.end(CHILDREN[2]);
        Check.equal(Errno.EPERM, Apart.run(() -> {
            Processes.setuid(OTHER_USER);
            return -Syscalls.kill(-1, Signal.SIGTERM);
        }), "who may reach nobody");
    }

    private static int sendsAsOther() {
        Processes.setuid(OTHER_USER);
        return -Syscalls.kill(target, group);
    }

    private static void rights() {
        target = Apart.sleeper();
        group = Signal.SIGTERM;
        Check.equal(Errno.EPERM, Apart.run(KillRows::sendsAsOther), "another user's process");
        group = 0;
        Check.equal(Errno.EPERM, Apart.run(KillRows::sendsAsOther), "signal 0 to it");
        group = Signal.SIGCONT;
        Check.equal(0, Apart.run(KillRows::sendsAsOther), "SIGCONT in the own session");
        Check.equal(Errno.EPERM, Apart.run(() -> {
            Processes.setsid();
            return sendsAsOther();
        }), "SIGCONT from another session");
        Signals.kill(target, Signal.SIGKILL);
        Apart.end(target);
        target = Apart.start(KillRows::sleepsAsUser);
        GATE.pass();
        Check.equal(0, Apart.run(() -> {
            Processes.setuid(USER);
            return -Syscalls.kill(target, Signal.SIGTERM);
        }), "a process of the own user");
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(target), "its end");
    }

    private static void defaults() {
        int child = Apart.sleeper();
        for (int signal = 1; signal <= Signal.MAX; signal++) {
            int kind = SignalKinds.of(signal);
            Check.equal(0, Signals.kill(child, signal), "a signal");
            if (kind == SignalKinds.ENDS || kind == SignalKinds.DUMPS) {
                int end = Apart.end(child);
                Check.that(end == Apart.KILLED + signal || kind == SignalKinds.DUMPS
                        && end == Apart.DUMPED + signal, "it ends a sleeper");
                child = Apart.sleeper();
            } else if (kind == SignalKinds.STOPS) {
                Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), "it stops one");
                Check.equal(signal, Wait.stopSignal(Wait.status), "the signal that is told");
                Check.equal('T', Proc.state(child), "the state");
                Signals.kill(child, Signal.SIGCONT);
                Check.equal(child, Wait.waitpid(child, WaitOptions.WCONTINUED), "it goes on");
            } else {
                Proc.await(child, 'S', "it does nothing to a sleeper");
                Check.that(Proc.signals(child, "SigPnd:") == 0, "and does not wait");
            }
        }
        Signals.kill(child, Signal.SIGKILL);
        Apart.end(child);
    }

    private static int ignoresStops() {
        Signals.ignore(Signal.SIGTSTP);
        Signals.block(Signals.set(Signal.SIGTTIN) | Signals.set(Signal.SIGCONT));
        GATE.open();
        return Apart.sleep();
    }

    private static void stops() {
        int child = Apart.sleeper();
        Signals.kill(child, Signal.SIGSTOP);
        Wait.waitpid(child, WaitOptions.WUNTRACED);
        Signals.kill(child, Signal.SIGTERM);
        Time.millisleep(20);
        Check.equal(0, Wait.waitpid(child, WaitOptions.WNOHANG), "it takes nothing when stopped");
        Check.equal('T', Proc.state(child), "it is stopped");
        Check.that(Signals.contains(Proc.signals(child, "SigPnd:")
                | Proc.signals(child, "ShdPnd:"), Signal.SIGTERM), "the signal waits");
        Signals.kill(child, Signal.SIGCONT);
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(child), "going on it takes it");
        child = Apart.sleeper();
        Signals.kill(child, Signal.SIGSTOP);
        Wait.waitpid(child, WaitOptions.WUNTRACED);
        Signals.kill(child, Signal.SIGKILL);
        Check.equal(Apart.KILLED + Signal.SIGKILL, Apart.end(child), "SIGKILL reaches it");
        child = Apart.start(KillRows::ignoresStops);
        GATE.pass();
        Signals.kill(child, Signal.SIGTSTP);
        Signals.kill(child, Signal.SIGTTIN);
        Time.millisleep(10);
        Proc.await(child, 'S', "SIGTSTP ignored and SIGTTIN blocked do not stop");
        Check.that(Signals.contains(Proc.signals(child, "SigPnd:")
                | Proc.signals(child, "ShdPnd:"), Signal.SIGTTIN), "SIGTTIN waits");
        Signals.kill(child, Signal.SIGSTOP);
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), "SIGSTOP stops everybody");
        Signals.kill(child, Signal.SIGCONT);
        Check.equal(child, Wait.waitpid(child, WaitOptions.WCONTINUED),
                "SIGCONT continues, blocked or not");
        Check.that(!Signals.contains(Proc.signals(child, "SigPnd:")
                | Proc.signals(child, "ShdPnd:"), Signal.SIGTTIN), "and takes stops back");
        Signals.kill(child, Signal.SIGKILL);
        Apart.end(child);
    }
}

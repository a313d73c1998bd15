package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** W7 and W8: what signals children and parents are sent about each other, and by whom. */
final class ChildSignalRows {
    private static final int SET_DEATH_SIGNAL = 1;
    private static final int GET_DEATH_SIGNAL = 2;
    private static final int PATIENCE_MILLISECONDS = 10_000;
    private static final long CHILD = 1L << Signal.SIGCHLD - 1;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final Gate GATE = new Gate();
    private static final SignalInfo SENT = new SignalInfo();
    private static final PollDescriptor POLL = new PollDescriptor();
    private static final int[] NUMBER = new int[1];
    private static int signals;
    private static int code;
    private static int status;
    private static int sender;
    private static int user;
    private static int time;

    private ChildSignalRows() {
    }

    private static void onSignal(int signal, SignalInfo information, Address context) {
        signals++;
        code = information.code;
        status = information.status;
        sender = information.process;
        user = information.user;
        time = information.userTime + information.systemTime;
    }

    /** Lets SIGCHLD come to the handler, and one only. */
    private static void awaitSignal(String what) {
        signals = 0;
        Check.fails(Errno.EINTR, Signals.sigsuspend(0), what);
        Check.equal(1, signals, what);
    }

    /** W7. */
    static void childSignals(int count) {
        Apart.part(ChildSignalRows::everyCause, "what is told of a child");
        Apart.part(ChildSignalRows::noStops, "SA_NOCLDSTOP");
        Apart.part(ChildSignalRows::ignored, "SIGCHLD ignored");
        Apart.part(ChildSignalRows::noWait, "SA_NOCLDWAIT");
        Apart.part(ChildSignalRows::mixed, "zombies from before");
    }

    private static int exitsWithWork() {
        Work.use(40);
        return 7;
    }

    private static void everyCause() {
        Signals.handle(Signal.SIGCHLD, ChildSignalRows::onSignal, 0, 0);
        Signals.block(CHILD);
        int child = Apart.start(ChildSignalRows::exitsWithWork);
        awaitSignal("an exit");
        Check.equal(Signal.CLD_EXITED, code, "its cause");
        Check.equal(7, status, "its exit code");
        Check.equal(child, sender, "its number");
        Check.equal(Processes.getuid(), user, "its user");
        Check.between(3, Work.LONG, time, "hundredths of seconds that it has used");
        Check.equal(7, Apart.end(child), "it can be waited for");
        child = Apart.start(() -> Signals.raise(Signal.SIGTERM));
        awaitSignal("a death");
        Check.equal(Signal.CLD_KILLED, code, "its cause");
        Check.equal(Signal.SIGTERM, status, "its signal");
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(child), "its end");
        child = Apart.sleeper();
        Signals.kill(child, Signal.SIGTSTP);
        awaitSignal("a stop");
        Check.equal(Signal.CLD_STOPPED, code, "its cause");
        Check.equal(Signal.SIGTSTP, status, "its signal");
        Check.equal(child, sender, "its number");
        Signals.kill(child, Signal.SIGCONT);
        awaitSignal("going on");
        Check.equal(Signal.CLD_CONTINUED, code, "its cause");
        Check.equal(Signal.SIGCONT, status, "its signal");
        Signals.kill(child, Signal.SIGKILL);
        awaitSignal("its end");
        Check.equal(Signal.CLD_KILLED, code, "its cause");
        Apart.end(child);
        signals = 0;
        Apart.end(Apart.start(() -> 0));
        Apart.end(Apart.start(() -> 0));
        Signals.unblock(CHILD);
        Check.equal(1, signals, "SIGCHLD of two children does not queue");
    }

    private static int stopsAndEnds() {
        Signals.raise(Signal.SIGSTOP);
        return 2;
    }

    private static void noStops() {
        Signals.handle(Signal.SIGCHLD, ChildSignalRows::onSignal, Signal.SA_NOCLDSTOP, 0);
        signals = 0;
        int child = Apart.start(ChildSignalRows::stopsAndEnds);
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), "wait tells of the stop");
        Check.equal(0, signals, "no signal does");
        Signals.kill(child, Signal.SIGCONT);
        Check.equal(2, Apart.end(child), "its end");
        Check.equal(1, signals, "its end is told, that it went on is not");
        Check.equal(Signal.CLD_EXITED, code, "its cause");
    }

    private static int endsLater() {
        Time.millisleep(60);
        return 1;
    }

    private static void ignored() {
        Signals.ignore(Signal.SIGCHLD);
        BEFORE.read();
        int child = Apart.start(() -> 1);
        int start = Work.now();
        Apart.start(ChildSignalRows::endsLater);
        Check.fails(Errno.ECHILD, Wait.any(), "a wait for any");
        Check.between(50, Work.LONG, Work.now() - start, "milliseconds that it waits for all");
        AFTER.read();
        Check.equal(BEFORE.processes, AFTER.processes, "processes: there are no zombies");
        Check.fails(Errno.ESRCH, Signals.kill(child, 0), "its number is free");
        child = Apart.start(ChildSignalRows::endsLater);
        Check.fails(Errno.ECHILD, Wait.waitpid(child, 0), "a wait for one");
        Check.fails(Errno.ESRCH, Signals.kill(child, 0), "it has ended");
        Signals.restore(Signal.SIGCHLD);
        Check.equal(1, Apart.run(() -> 1), "by default, which ignores it too, there are");
    }

    private static void noWait() {
        Signals.handle(Signal.SIGCHLD, ChildSignalRows::onSignal, Signal.SA_NOCLDWAIT, 0);
        Signals.block(CHILD);
        BEFORE.read();
        int child = Apart.start(() -> 3);
        awaitSignal("the end is told");
        Check.equal(3, status, "with its exit code");
        AFTER.read();
        Check.equal(BEFORE.processes, AFTER.processes, "processes: there is no zombie");
        Check.fails(Errno.ECHILD, Wait.waitpid(child, 0), "there is nothing to wait for");
        Check.fails(Errno.ESRCH, Signals.kill(child, 0), "its number is free");
    }

    /** Who ignores SIGCHLD only now still has the zombies from before. */
    private static void mixed() {
        int child = Apart.start(() -> 4);
        WaitRows.waitid(WaitOptions.P_PID, child, WaitOptions.WEXITED | WaitOptions.WNOWAIT);
        Signals.ignore(Signal.SIGCHLD);
        Check.equal(4, Apart.end(child), "a zombie from before");
        Check.fails(Errno.ECHILD, Wait.any(), "no more");
    }

    // ---- W8 ----

    /** W8. */
    static void handles(int count) {
        GATE.make();
        Apart.part(ChildSignalRows::deathOfParent, "PR_SET_PDEATHSIG");
        Apart.part(ChildSignalRows::byHandle, "pidfd");
        GATE.close();
    }

    private static int prctl(int option, int value) {
        return Syscalls.prctl(option, value, 0, 0, 0);
    }

    private static int wantsSignal() {
        Signals.handle(Signal.SIGUSR1, ChildSignalRows::onSignal, 0, 0);
        Signals.block(Signals.set(Signal.SIGUSR1));
        prctl(SET_DEATH_SIGNAL, Signal.SIGUSR1);
        GATE.tell(1);
        Signals.sigsuspend(0);
        GATE.tell(signals);
        return 0;
    }

    private static int parentOfIt() {
        Apart.start(ChildSignalRows::wantsSignal);
        return GATE.hear() == 1 ? 0 : 1;
    }

    private static void deathOfParent() {
        Check.equal(-Errno.EINVAL, prctl(SET_DEATH_SIGNAL, Signal.MAX + 1), "no such signal");
        Check.equal(0, prctl(SET_DEATH_SIGNAL, Signal.SIGHUP), "a signal");
        prctl(GET_DEATH_SIGNAL, Address.of(NUMBER).bits());
        Check.equal(Signal.SIGHUP, NUMBER[0], "is told");
        NUMBER[0] = 77;
        int child = Child.fork();
        if (child == 0) {
            prctl(GET_DEATH_SIGNAL, Address.of(NUMBER).bits());
            Check.equal(0, NUMBER[0], "a child has none");
            Child.done();
        }
        Child.exits(child, 0, "a child");
        prctl(SET_DEATH_SIGNAL, 0);
        signals = 0;
        Check.equal(0, Apart.run(ChildSignalRows::parentOfIt), "a parent that ends");
        Check.equal(1, GATE.hear(), "signals that its child has got");
    }

    private static boolean isReady(int file, int milliseconds) {
        POLL.descriptor = file;
        POLL.events = PollEvents.POLLIN;
        return Files.poll(POLL, 1, milliseconds) == 1;
    }

    private static int send(int file, int signal) {
        return Syscalls.pidfdSendSignal(file, signal, Address.of(0), 0);
    }

    private static void byHandle() {
        Check.equal(-Errno.ESRCH, Syscalls.pidfdOpen(Integer.MAX_VALUE, 0), "nobody's");
        Check.equal(-Errno.EINVAL, Syscalls.pidfdOpen(0, 0), "of 0");
        Check.equal(-Errno.EINVAL, Syscalls.pidfdOpen(Processes.getpid(), 1), "unknown flags");
        int child = Apart.sleeper();
        int file = Syscalls.pidfdOpen(child, 0);
        Check.that(file >= 0, "pidfd_open");
        Check.that(!isReady(file, 0), "one that lives is not ready");
        Check.equal(0, send(file, 0), "signal 0");
        Check.equal(-Errno.EINVAL, send(file, Signal.MAX + 1), "no such signal");
        Check.equal(0, send(file, Signal.SIGTERM), "SIGTERM");
        Check.that(isReady(file, PATIENCE_MILLISECONDS), "one that has ended is ready");
        Check.equal(0, send(file, Signal.SIGTERM), "a signal to the dead");
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(child), "its end");
        Check.equal(-Errno.ESRCH, send(file, Signal.SIGTERM), "a signal to who is gone");
        Files.close(file);
        Check.equal(-Errno.EBADF, send(GATE.reading, 0), "a pipe");
        Signals.handle(Signal.SIGUSR1, ChildSignalRows::onSignal, 0, 0);
        signals = 0;
        SENT.signal = Signal.SIGUSR1;
        SENT.code = -1;
        SENT.process = 77;
        SENT.status = 4711;
        file = Syscalls.pidfdOpen(Processes.getpid(), 0);
        Check.equal(0, Syscalls.pidfdSendSignal(file, Signal.SIGUSR1, Address.of(SENT), 0),
                "with information");
        Check.equal(1, signals, "it comes at once");
        Check.equal(-1, code, "its code");
        Check.equal(77, sender, "its sender");
        Check.equal(4711, status, "its value");
        Files.close(file);
    }
}

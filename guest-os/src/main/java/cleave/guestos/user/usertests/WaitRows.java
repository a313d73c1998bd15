package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Rusage;
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

/** W1: the calls that wait, whom they wait for, and what for. */
final class WaitRows {
    private static final int UNKNOWN_OPTION = 0x40;
    private static final int UNKNOWN_KIND = 9;
    private static final int NOBODY = 999_999;
    private static final int NONBLOCK = 04000;

    static final SignalInfo INFORMATION = new SignalInfo();
    private static final Rusage USAGE = new Rusage();
    private static final Gate GATE = new Gate();
    private static final int[] CHILDREN = new int[3];
    private static int code;

    private WaitRows() {
    }

    /** The call itself: 0 or -errno, and what it tells in {@link #INFORMATION}. */
    static int waitid(int kind, int id, int options) {
        INFORMATION.signal = 0;
        INFORMATION.code = 0;
        INFORMATION.process = 0;
        INFORMATION.status = 0;
        return Syscalls.waitid(kind, id, Address.of(INFORMATION), options, Address.of(USAGE));
    }

    /** W1. */
    static void waiting(int count) {
        Apart.part(WaitRows::withoutChildren, "a process without children");
        Apart.part(WaitRows::oneOfTwo, "a process with two children");
        Apart.part(WaitRows::byGroup, "children in groups");
        Apart.part(WaitRows::keeping, "WNOWAIT");
        Apart.part(WaitRows::stopsAndGoesOn, "a child that stops");
        Apart.part(WaitRows::byDescriptor, "P_PIDFD");
        Apart.part(WaitRows::waitsLong, "waiting");
    }

    private static void withoutChildren() {
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_ALL, 0, WaitOptions.WEXITED), "for any");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_ALL, 0,
                WaitOptions.WEXITED | WaitOptions.WNOHANG), "for any, with WNOHANG");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_PID, Processes.getpid(),
                WaitOptions.WEXITED), "for oneself");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_PID, 1, WaitOptions.WEXITED),
                "for init");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_PGID, 0, WaitOptions.WEXITED),
                "for the own group");
        Check.fails(Errno.ECHILD, Wait.any(), "wait");
        Check.fails(Errno.ECHILD, Wait.waitpid(-1, 0), "waitpid");
        Check.equal(-Errno.EINVAL, waitid(WaitOptions.P_ALL, 0, 0), "for nothing");
        Check.equal(-Errno.EINVAL, waitid(WaitOptions.P_ALL, 0, WaitOptions.WNOHANG),
                "for nothing, at once");
        Check.equal(-Errno.EINVAL, waitid(WaitOptions.P_ALL, 0,
                WaitOptions.WEXITED | UNKNOWN_OPTION), "with an unknown option");
        Check.equal(-Errno.EINVAL, waitid(UNKNOWN_KIND, 0, WaitOptions.WEXITED),
                "for an unknown kind");
        int child = Apart.start(() -> Apart.run(() -> 0));
        Check.equal(0, waitid(WaitOptions.P_PID, child,
                WaitOptions.WEXITED | WaitOptions.WNOWAIT), "a child that had one itself");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_PID, child + 1, WaitOptions.WEXITED),
                "for the child's child");
        Check.equal(0, Apart.end(child), "the end of the child");
    }

    private static int endsWhenTold() {
        return GATE.hear();
    }

    private static void oneOfTwo() {
        GATE.make();
        int first = Apart.start(WaitRows::endsWhenTold);
        Check.equal(0, Wait.waitpid(first, WaitOptions.WNOHANG), "one that runs, with WNOHANG");
        Check.equal(0, waitid(WaitOptions.P_PID, first,
                WaitOptions.WEXITED | WaitOptions.WNOHANG), "the call");
        Check.equal(0, INFORMATION.process, "who is told");
        Check.equal(0, INFORMATION.signal, "the signal that is told");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_PID, NOBODY,
                WaitOptions.WEXITED | WaitOptions.WNOHANG), "for one that is not there");
        code = 4;
        int second = Apart.start(() -> code);
        Check.equal(0, waitid(WaitOptions.P_PID, second,
                WaitOptions.WEXITED | WaitOptions.WNOWAIT), "the second has ended");
        GATE.tell(3);
        Check.equal(first, Wait.waitpid(first, 0), "the first, whom we asked for");
        Check.equal(3, Wait.exitCode(Wait.status), "its exit code");
        Check.equal(0, waitid(WaitOptions.P_ALL, 0, WaitOptions.WEXITED), "any");
        Check.equal(second, INFORMATION.process, "si_pid");
        Check.equal(4, INFORMATION.status, "si_status");
        Check.equal(Signal.CLD_EXITED, INFORMATION.code, "si_code");
        Check.equal(Signal.SIGCHLD, INFORMATION.signal, "si_signo");
        Check.equal(0, INFORMATION.error, "si_errno");
        Check.equal(Processes.getuid(), INFORMATION.user, "si_uid");
        Check.fails(Errno.ECHILD, Wait.waitpid(second, 0), "the second once more");
        int third = Apart.start(() -> 9);
        Check.equal(0, Syscalls.waitid(WaitOptions.P_PID, third, Address.of(0),
                WaitOptions.WEXITED, Address.of(0)), "without a place for what it tells");
        third = Apart.start(() -> 9);
        Check.equal(-Errno.EFAULT, Syscalls.waitid(WaitOptions.P_PID, third, Address.of(8),
                WaitOptions.WEXITED, Address.of(0)), "with a bad place");
        GATE.close();
    }

    private static int endsInOwnGroup() {
        Processes.setpgid(0, 0);
        return code + (GATE.pass() ? 0 : 100);
    }

    private static void byGroup() {
        Processes.setpgid(0, 0);
        GATE.make();
        for (int i = 0; i < CHILDREN.length; i++) {
            code = 10 + i;
            CHILDREN[i] = Apart.start(WaitRows::endsInOwnGroup);
            Processes.setpgid(CHILDREN[i], CHILDREN[i]);
        }
        Check.fails(Errno.ECHILD, Wait.waitpid(0, WaitOptions.WNOHANG), "none in our own group");
        Check.fails(Errno.ECHILD, Wait.waitpid(-NOBODY, WaitOptions.WNOHANG), "an unknown group");
        for (int i = 0; i < CHILDREN.length; i++) {
            GATE.open();
        }
        Check.equal(CHILDREN[1], Wait.waitpid(-CHILDREN[1], 0), "a group by its number");
        Check.equal(11, Wait.exitCode(Wait.status), "its exit code");
        int sum = 0;
        for (int i = 0; i < 2; i++) {
            int child = Wait.any();
            Check.that(child == CHILDREN[0] || child == CHILDREN[2], "any of all groups");
            sum += Wait.exitCode(Wait.status);
        }
        Check.equal(22, sum, "both others, each once");
        int own = Apart.start(() -> 5);
        Check.equal(own, Wait.waitpid(0, 0), "one of our own group");
        Check.fails(Errno.ECHILD, Wait.any(), "no more");
        GATE.close();
    }

    private static void keeping() {
        int child = Apart.start(() -> 6);
        for (int i = 0; i < 3; i++) {
            Check.equal(0, waitid(WaitOptions.P_PID, child,
                    WaitOptions.WEXITED | WaitOptions.WNOWAIT), "it can be asked again");
            Check.equal(6, INFORMATION.status, "what it tells");
        }
        Check.equal(0, Signals.kill(child, 0), "its number is taken");
        Check.equal(child, Wait.waitpid(child, 0), "without WNOWAIT");
        Check.fails(Errno.ECHILD, Wait.waitpid(child, 0), "it is the last time");
        Check.fails(Errno.ESRCH, Signals.kill(child, 0), "and its number is free");
    }

    private static int stopsAndEnds() {
        Signals.raise(Signal.SIGSTOP);
        return 7;
    }

    private static void stopsAndGoesOn() {
        int child = Apart.start(WaitRows::stopsAndEnds);
        Check.equal(0, waitid(WaitOptions.P_PID, child,
                WaitOptions.WSTOPPED | WaitOptions.WNOWAIT), "WSTOPPED");
        Check.equal(Signal.CLD_STOPPED, INFORMATION.code, "its cause");
        Check.equal(Signal.SIGSTOP, INFORMATION.status, "its signal");
        Check.equal(0, Wait.waitpid(child, WaitOptions.WNOHANG), "WUNTRACED was not asked for");
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), "WUNTRACED");
        Check.that(Wait.stopped(Wait.status), "its status");
        Check.equal(Signal.SIGSTOP, Wait.stopSignal(Wait.status), "the signal of its status");
        Check.equal(0, Wait.waitpid(child, WaitOptions.WUNTRACED | WaitOptions.WNOHANG),
                "a stop is told once");
        Check.equal(0, waitid(WaitOptions.P_PID, child,
                WaitOptions.WCONTINUED | WaitOptions.WNOHANG), "it has not gone on");
        Check.equal(0, INFORMATION.process, "nobody");
        Signals.kill(child, Signal.SIGCONT);
        Check.equal(0, waitid(WaitOptions.P_PID, child, WaitOptions.WCONTINUED), "WCONTINUED");
        Check.equal(Signal.CLD_CONTINUED, INFORMATION.code, "its cause");
        Check.equal(Signal.SIGCONT, INFORMATION.status, "its signal");
        Check.equal(0, waitid(WaitOptions.P_PID, child,
                WaitOptions.WCONTINUED | WaitOptions.WNOHANG), "going on is told once");
        Check.equal(0, INFORMATION.process, "nothing is told");
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED | WaitOptions.WCONTINUED),
                "its end comes with every option");
        Check.equal(7, Wait.exitCode(Wait.status), "its exit code");
    }

    private static void byDescriptor() {
        GATE.make();
        int child = Apart.start(WaitRows::endsWhenTold);
        int file = Syscalls.pidfdOpen(child, 0);
        Check.that(file >= 0, "pidfd_open");
        Check.equal(0, waitid(WaitOptions.P_PIDFD, file,
                WaitOptions.WEXITED | WaitOptions.WNOHANG), "one that runs");
        Check.equal(0, INFORMATION.process, "nothing is told");
        GATE.tell(12);
        Check.equal(0, waitid(WaitOptions.P_PIDFD, file, WaitOptions.WEXITED), "its end");
        Check.equal(child, INFORMATION.process, "its number");
        Check.equal(12, INFORMATION.status, "its exit code");
        Check.equal(-Errno.ECHILD, waitid(WaitOptions.P_PIDFD, file, WaitOptions.WEXITED),
                "a child that is gone");
        Files.close(file);
        Check.equal(-Errno.EBADF, waitid(WaitOptions.P_PIDFD, file, WaitOptions.WEXITED),
                "a descriptor that is closed");
        Check.equal(-Errno.EBADF, waitid(WaitOptions.P_PIDFD, GATE.reading, WaitOptions.WEXITED),
                "a pipe");
        child = Apart.sleeper();
        file = Syscalls.pidfdOpen(child, NONBLOCK);
        Check.equal(-Errno.EAGAIN, waitid(WaitOptions.P_PIDFD, file, WaitOptions.WEXITED),
                "one that does not block");
        Signals.kill(child, Signal.SIGKILL);
        Check.equal(Apart.KILLED + Signal.SIGKILL, Apart.end(child), "its end");
        Files.close(file);
        GATE.close();
    }

    private static int endsLater() {
        Time.millisleep(50);
        return 2;
    }

    /** Who waits sleeps until the end, and for the first of several. */
    private static void waitsLong() {
        int start = Work.now();
        int used = Work.used();
        int child = Apart.start(WaitRows::endsLater);
        Check.equal(2, Apart.end(child), "its exit code");
        int passed = Work.now() - start;
        Check.between(50, Work.LONG, passed, "milliseconds until its end");
        Check.that(2 * (Work.used() - used) < passed, "waiting is no work");
        int slow = Apart.sleeper();
        int quick = Apart.start(WaitRows::endsLater);
        Check.equal(quick, Wait.any(), "the first of two");
        Signals.kill(slow, Signal.SIGTERM);
        Check.equal(slow, Wait.any(), "the other");
        Check.fails(Errno.ECHILD, Wait.any(), "no more");
    }
}

package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** S4: process groups and sessions, and groups that nobody is left to continue. */
final class GroupRows {
    private static final int NOBODY = 999_999;
    private static final int SET_SUBREAPER = 36;
    private static final Gate UP = new Gate();
    private static final Gate DOWN = new Gate();
    private static final byte[] BYTE = new byte[1];
    private static int wanted;

    private GroupRows() {
    }

    /** S4. */
    static void groups(int count) {
        UP.make();
        DOWN.make();
        Apart.part(GroupRows::joining, "process groups");
        Apart.part(GroupRows::sessions, "sessions");
        Apart.part(GroupRows::ofParent, "groups that a parent gives");
        Apart.part(GroupRows::orphans, "orphaned groups");
        UP.close();
        DOWN.close();
        TerminalRows.run();
    }

    private static void joining() {
        Check.equal(-Errno.EINVAL, Syscalls.setpgid(0, -1), "a negative group");
        Check.equal(-Errno.ESRCH, Syscalls.setpgid(NOBODY, 0), "of who is no child");
        Check.equal(-Errno.ESRCH, Syscalls.setpgid(1, 0), "of init");
        Check.equal(-Errno.ESRCH, Syscalls.getpgid(NOBODY), "the group of nobody");
        Check.equal(-Errno.ESRCH, Syscalls.getsid(NOBODY), "the session of nobody");
        Check.that(Processes.getpgid(0) != Processes.getpid(), "a child leads no group");
        Check.equal(-Errno.EPERM, Syscalls.setpgid(0, NOBODY), "a group that is not there");
        Check.equal(-Errno.EPERM, Syscalls.setpgid(0, 1), "a group of another session");
        int before = Processes.getpgid(0);
        Check.equal(0, Syscalls.setpgid(0, 0), "a group of its own");
        Check.equal(Processes.getpid(), Processes.getpgid(0), "has its number");
        Check.equal(0, Apart.run(() -> Processes.getpgid(0) == Processes.getppid() ? 0 : 1),
                "a child is in it");
        Check.equal(-Errno.EPERM, Syscalls.setsid(), "who leads a group begins no session");
        Check.equal(0, Syscalls.setpgid(0, before), "back to the group before");
        Check.equal(before, Processes.getpgid(0), "it is in it");
    }

    private static void sessions() {
        int before = Processes.getsid(0);
        wanted = Processes.getpgid(0);
        int me = Processes.getpid();
        Check.equal(me, Syscalls.setsid(), "setsid");
        Check.that(before != me && Processes.getsid(0) == me && Processes.getpgid(0) == me,
                "the leader of a session and of a group");
        Check.equal(-Errno.EPERM, Syscalls.setsid(), "it stays so");
        Check.equal(-Errno.EPERM, Syscalls.setpgid(0, 0), "in its group");
        Check.fails(Errno.ENXIO, Files.open("/dev/tty", OpenFlags.O_RDWR), "it has no terminal");
        Check.equal(0, Apart.run(() -> Processes.getsid(0) == Processes.getppid()
                && Syscalls.setpgid(0, wanted) == -Errno.EPERM ? 0 : 1),
                "its child is of its session, and joins no group of another");
        int child = Apart.start(() -> {
            Processes.setsid();
            UP.open();
            return DOWN.pass() ? 0 : 1;
        });
        UP.pass();
        Check.equal(-Errno.EPERM, Syscalls.setpgid(child, 0), "a child of another session");
        DOWN.open();
        Check.equal(0, Apart.end(child), "its end");
    }

    private static void ofParent() {
        int leader = Apart.start(() -> DOWN.pass() ? 0 : 1);
        Check.equal(0, Syscalls.setpgid(leader, leader), "a group for a child");
        Check.equal(leader, Processes.getpgid(leader), "it has it");
        wanted = leader;
        Check.equal(0, Apart.run(() -> Syscalls.setpgid(0, wanted) == 0
                && Processes.getpgid(0) == wanted ? 0 : 1), "a sibling joins it");
        DOWN.open();
        Check.equal(0, Apart.end(leader), "the end of its leader");
        Files.pipe2(OpenFlags.O_CLOEXEC);
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int child = Child.fork();
        if (child == 0) {
            Exec.execl(Address.of("/bin/sleep"), Address.of("sleep"), Address.of("60"));
            Program.exitNow(Child.FAILED);
        }
        Files.close(writing);
        Files.read(reading, Address.of(BYTE), 1);
        Files.close(reading);
        Check.equal(-Errno.EACCES, Syscalls.setpgid(child, child), "a child that has called exec");
        Signals.kill(child, Signal.SIGKILL);
        Check.equal(Apart.KILLED + Signal.SIGKILL, Apart.end(child), "its end");
        Check.equal(-Errno.ESRCH, Syscalls.setpgid(child, child), "one that is gone");
    }

    // ---- orphaned groups ----

    /** In a session of its own: its child has a group with a stopped member, and ends. */
    private static int sessionWithStopped() {
        Processes.setsid();
        int keeper = Apart.start(GroupRows::keeper);
        return Apart.end(keeper);
    }

    private static int keeper() {
        int stopped = Apart.start(GroupRows::stopsInGroup);
        Wait.waitpid(stopped, WaitOptions.WUNTRACED);
        Time.millisleep(20);
        // Nobody has hung it up so far, because this process is there.
        int state = Proc.state(stopped);
        UP.tell(stopped);
        return state == 'T' ? 0 : 1;
    }

    private static int stopsInGroup() {
        Processes.setpgid(0, 0);
        Signals.raise(wanted);
        UP.tell(0);
        return 5;
    }

    private static int handlesHangUp() {
        Signals.signal(Signal.SIGHUP, GroupRows::onHangUp);
        return stopsInGroup();
    }

    private static void onHangUp(int signal) {
        UP.tell(signal);
    }

    private static void orphans() {
        Syscalls.prctl(SET_SUBREAPER, 1, 0, 0, 0);
        wanted = Signal.SIGTSTP;
        int session = Apart.start(GroupRows::sessionWithStopped);
        int stopped = UP.hear();
        Check.equal(0, Apart.end(session), "the session's leader");
        Check.equal(Apart.KILLED + Signal.SIGHUP, Apart.end(stopped),
                "a stopped member of a group that becomes an orphan");
        session = Apart.start(() -> {
            Processes.setsid();
            return Apart.end(Apart.start(GroupRows::keeperOfHandler));
        });
        stopped = UP.hear();
        Check.equal(0, Apart.end(session), "the session's leader");
        Check.equal(Signal.SIGHUP, UP.hear(), "with a handler it hears SIGHUP");
        Check.equal(0, UP.hear(), "and goes on");
        Check.equal(5, Apart.end(stopped), "to its end");
        // The leader of a session is a group whose parent is of another session: an orphan.
        wanted = Signal.SIGTSTP;
        Check.equal(5, Apart.run(() -> {
            Processes.setsid();
            Signals.raise(wanted);
            Signals.raise(Signal.SIGTTIN);
            Signals.raise(Signal.SIGTTOU);
            return 5;
        }), "an orphaned group is not stopped by the terminal's signals");
        int child = Apart.start(() -> {
            Processes.setsid();
            Signals.raise(Signal.SIGSTOP);
            return 6;
        });
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), "SIGSTOP stops it, too");
        Check.that(Wait.stopped(Wait.status), "it has stopped");
        Signals.kill(child, Signal.SIGCONT);
        Check.equal(6, Apart.end(child), "its end");
    }

    private static int keeperOfHandler() {
        int stopped = Apart.start(GroupRows::handlesHangUp);
        Wait.waitpid(stopped, WaitOptions.WUNTRACED);
        UP.tell(stopped);
        return 0;
    }
}

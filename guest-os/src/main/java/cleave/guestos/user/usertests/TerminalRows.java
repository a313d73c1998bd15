package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Termios;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Pipes;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** S4: the controlling terminal, which group it listens to, and what its keys send. */
final class TerminalRows {
    private static final int NOBODY = 999_999;
    private static final int INTERRUPT = 3;
    private static final int QUIT = 0x1c;
    private static final int SUSPEND = 0x1a;
    private static final int STOP = 0x13;
    private static final int START = 0x11;
    private static final int OWN_KEY = 'k';
    private static final Termios MODES = new Termios();
    private static final WindowSize WINDOW = new WindowSize();
    private static final PollDescriptor POLL = new PollDescriptor();
    private static final byte[] TEXT = new byte[16];
    private static final Gate GATE = new Gate();
    private static int calls;
    private static int orphan;

    private TerminalRows() {
    }

    static void run() {
        GATE.make();
        if (Typing.begin()) {
            Apart.part(TerminalRows::foreground, "the group in the foreground");
            Apart.part(TerminalRows::keys, "keys that send signals");
            Apart.part(TerminalRows::otherKeys, "keys that were changed, or send nothing");
            Apart.part(TerminalRows::flowControl, "Ctrl-S and Ctrl-Q");
            Apart.part(TerminalRows::size, "the size of the window");
            Apart.part(TerminalRows::readers, "reading in the background");
            Apart.part(TerminalRows::writers, "writing in the background");
            Apart.part(TerminalRows::orphans, "an orphaned group");
            Apart.part(TerminalRows::without, "processes without a terminal");
            Apart.part(TerminalRows::shell, "the shell's jobs");
            LineRows.run();
            Typing.end();
        }
        GATE.close();
    }

    /** A child in a group of its own. */
    static int ofOwnGroup(Apart.Deed deed) {
        int child = Apart.start(deed);
        Processes.setpgid(child, child);
        return child;
    }

    private static int waits() {
        Processes.setpgid(0, 0);
        GATE.open();
        return Apart.sleep();
    }

    private static void foreground() {
        int file = Typing.file();
        Check.equal(Processes.getpgid(0), Terminal.tcgetpgrp(file), "this group");
        Check.equal(Processes.getsid(0), Terminal.tcgetsid(file), "the terminal's session");
        int child = ofOwnGroup(TerminalRows::waits);
        GATE.pass();
        Check.equal(0, Terminal.tcsetpgrp(file, child), "another group");
        Check.equal(child, Terminal.tcgetpgrp(file), "is it");
        Check.equal(0, Terminal.tcsetpgrp(file, Processes.getpgid(0)), "back, SIGTTOU blocked");
        Check.fails(Errno.EINVAL, Terminal.tcsetpgrp(file, -1), "a negative group");
        Check.fails(Errno.ESRCH, Terminal.tcsetpgrp(file, NOBODY), "one that is not there");
        Check.fails(Errno.EPERM, Terminal.tcsetpgrp(file, 1), "one of another session");
        Check.equal(Processes.getpgid(0), Terminal.tcgetpgrp(file), "nothing has changed");
        Signals.kill(child, Signal.SIGKILL);
        Apart.end(child);
        child = ofOwnGroup(() -> {
            Signals.setMask(0);
            return Terminal.tcsetpgrp(Typing.file(), Processes.getpid()) == 0 ? 0 : 1;
        });
        stopsBy(child, Signal.SIGTTOU, "who takes the foreground in the background");
        Terminal.tcsetpgrp(file, child);
        Signals.kill(-child, Signal.SIGCONT);
        Check.equal(0, Apart.end(child), "in the foreground he may");
        Terminal.tcsetpgrp(file, Processes.getpgid(0));
    }

    /** It stops by that signal. */
    private static void stopsBy(int child, int signal, String what) {
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), what);
        Check.that(Wait.stopped(Wait.status), what);
        Check.equal(signal, Wait.stopSignal(Wait.status), what);
    }

    private static int inForeground() {
        int child = ofOwnGroup(TerminalRows::waits);
        GATE.pass();
        Terminal.tcsetpgrp(Typing.file(), child);
        return child;
    }

    private static void keys() {
        int back = Apart.start(Apart::sleep);
        int child = inForeground();
        Typing.type(INTERRUPT);
        Check.equal(Apart.KILLED + Signal.SIGINT, Apart.end(child), "Ctrl-C");
        child = inForeground();
        Typing.type(QUIT);
        int end = Apart.end(child);
        Check.that(end == Apart.KILLED + Signal.SIGQUIT || end == Apart.DUMPED + Signal.SIGQUIT,
                "Ctrl-\\");
        child = inForeground();
        Typing.type(SUSPEND);
        stopsBy(child, Signal.SIGTSTP, "Ctrl-Z");
        Signals.kill(child, Signal.SIGCONT);
        Check.equal(child, Wait.waitpid(child, WaitOptions.WCONTINUED), "it goes on");
        Typing.type(INTERRUPT);
        Check.equal(Apart.KILLED + Signal.SIGINT, Apart.end(child), "and hears Ctrl-C again");
        Check.equal(0, Wait.waitpid(back, WaitOptions.WNOHANG), "another group hears nothing");
        Terminal.tcsetpgrp(Typing.file(), Processes.getpgid(0));
        Signals.kill(back, Signal.SIGKILL);
        Apart.end(back);
    }

    private static void counted(int signal) {
        calls++;
    }

    private static void otherKeys() {
        Processes.setpgid(0, 0);
        Terminal.tcsetpgrp(Typing.file(), Processes.getpid());
        Signals.signal(Signal.SIGINT, TerminalRows::counted);
        Typing.modes(0, Termios.ISIG);
        Typing.type(INTERRUPT);
        Typing.type('\n');
        Check.equal(0, calls, "without ISIG no signal");
        Check.equal(2, Typing.read(), "but a character");
        Check.equal(INTERRUPT, Typing.text().loadByte(0), "that is read");
        Typing.modes(0, 0);
        Typing.character(Termios.VINTR, OWN_KEY);
        Typing.type(INTERRUPT);
        Check.equal(0, calls, "another key for SIGINT: the usual one sends nothing");
        Typing.type(OWN_KEY);
        Check.equal(1, calls, "and that one does");
        Typing.modes(0, 0);
        Typing.character(Termios.VINTR, 0);
        Typing.type(0);
        Typing.type('\n');
        Check.equal(1, calls, "no key");
        Typing.modes(Termios.NOFLSH, 0);
        Typing.read();
        Typing.type("ab\n");
        Typing.type(INTERRUPT);
        Check.equal(2, calls, "SIGINT");
        Check.equal(3, Typing.read(), "with NOFLSH what was typed is there");
        Typing.modes(0, Termios.NOFLSH);
        Typing.type("ab\n");
        Typing.type(INTERRUPT);
        Check.equal(-Errno.EAGAIN, Typing.read(), "without it, it is gone");
        Terminal.tcsetpgrp(Typing.file(), Processes.getpgid(Processes.getppid()));
    }

    private static boolean maySend() {
        POLL.descriptor = Typing.file();
        POLL.events = PollEvents.POLLOUT;
        return Files.poll(POLL, 1, 0) == 1;
    }

    private static void flowControl() {
        Typing.modes(0, 0);
        Terminal.tcdrain(Typing.file());
        Check.that(maySend(), "output may be sent");
        Typing.type(STOP);
        Check.that(!maySend(), "not behind Ctrl-S");
        Check.fails(Errno.EAGAIN, Files.write(Typing.file(), "never seen"), "a write");
        Typing.type(START);
        Check.that(maySend(), "behind Ctrl-Q it may");
        Typing.inputModes(0, Termios.IXON);
        Typing.type(STOP);
        Check.that(maySend(), "without IXON they are characters");
        Typing.type('\n');
        Check.equal(2, Typing.read(), "that are read");
        Typing.inputModes(Termios.IXON | Termios.IXANY, 0);
        Typing.type(STOP);
        Check.that(!maySend(), "stopped once more");
        Typing.type("x\n");
        Check.that(maySend(), "with IXANY any character starts it");
        Typing.read();
    }

    private static void setSize(int rows, int columns) {
        WINDOW.rows = (short) rows;
        WINDOW.columns = (short) columns;
        Files.ioctl(Typing.file(), Termios.TIOCSWINSZ, Address.of(WINDOW).bits());
    }

    private static void size() {
        Terminal.windowSize(Typing.file(), WINDOW);
        int rows = WINDOW.rows;
        int columns = WINDOW.columns;
        Signals.signal(Signal.SIGWINCH, TerminalRows::counted);
        calls = 0;
        setSize(rows + 3, columns);
        Check.equal(1, calls, "SIGWINCH of the foreground");
        Terminal.windowSize(Typing.file(), WINDOW);
        Check.equal(rows + 3, WINDOW.rows, "its rows");
        setSize(rows + 3, columns);
        Check.equal(1, calls, "none when nothing changes");
        setSize(rows, columns);
        Check.equal(2, calls, "another");
    }

    private static int reads() {
        Signals.setMask(0);
        int result = Files.read(Typing.blocking(), Address.of(TEXT), TEXT.length);
        return result < 0 ? 100 : result;
    }

    private static void readers() {
        Typing.modes(0, 0);
        int child = ofOwnGroup(TerminalRows::reads);
        stopsBy(child, Signal.SIGTTIN, "who reads in the background");
        Terminal.tcsetpgrp(Typing.file(), child);
        Signals.kill(-child, Signal.SIGCONT);
        Proc.await(child, 'S', "in the foreground it waits for a line");
        Typing.type("four\n");
        Check.equal(5, Apart.end(child), "and gets it");
        Terminal.tcsetpgrp(Typing.file(), Processes.getpgid(0));
        child = ofOwnGroup(() -> {
            Signals.ignore(Signal.SIGTTIN);
            return errorOf(Files.read(Typing.blocking(), Address.of(TEXT), TEXT.length));
        });
        Check.equal(Errno.EIO, Apart.end(child), "who ignores SIGTTIN gets an error");
        child = ofOwnGroup(() -> {
            Signals.block(Signals.set(Signal.SIGTTIN));
            return errorOf(Files.read(Typing.blocking(), Address.of(TEXT), TEXT.length));
        });
        Check.equal(Errno.EIO, Apart.end(child), "who blocks it, too");
    }

    private static int writesNothing() {
        Signals.setMask(0);
        return Files.write(Typing.file(), "") == 0 ? 0 : 1;
    }

    private static void writers() {
        Typing.modes(0, Termios.TOSTOP);
        Check.equal(0, Apart.end(ofOwnGroup(TerminalRows::writesNothing)),
                "a write in the background");
        Typing.modes(Termios.TOSTOP, 0);
        int child = ofOwnGroup(TerminalRows::writesNothing);
        stopsBy(child, Signal.SIGTTOU, "the same with TOSTOP");
        Typing.modes(0, Termios.TOSTOP);
        Signals.kill(-child, Signal.SIGCONT);
        Check.equal(0, Apart.end(child), "it is written then");
        Terminal.tcgetattr(Typing.file(), MODES);
        child = ofOwnGroup(() -> {
            Signals.setMask(0);
            return -Terminal.tcsetattr(Typing.file(), Terminal.TCSANOW, MODES);
        });
        stopsBy(child, Signal.SIGTTOU, "who changes modes in the background");
        Signals.kill(child, Signal.SIGKILL);
        Apart.end(child);
        child = ofOwnGroup(() -> {
            Signals.ignore(Signal.SIGTTOU);
            return -Terminal.tcsetattr(Typing.file(), Terminal.TCSANOW, MODES);
        });
        Check.equal(0, Apart.end(child), "who ignores SIGTTOU may");
    }

    private static int leavesOrphan() {
        orphan = Apart.start(TerminalRows::orphanChanges);
        Processes.setpgid(orphan, orphan);
        GATE.tell(orphan);
        return 0;
    }

    /** Its parent is init then, which is of another session. */
    private static int orphanChanges() {
        Signals.setMask(0);
        while (Processes.getppid() != 1) {
            Time.millisleep(1);
        }
        GATE.tell(errorOf(Terminal.tcsetattr(Typing.file(), Terminal.TCSANOW, MODES)));
        GATE.tell(errorOf(Files.read(Typing.blocking(), Address.of(TEXT), TEXT.length)));
        return 0;
    }

    private static int errorOf(int result) {
        return result < 0 ? Errors.errno : 0;
    }

    private static void orphans() {
        Check.equal(0, Apart.run(TerminalRows::leavesOrphan), "a parent's end");
        orphan = GATE.hear();
        Check.equal(Errno.EIO, GATE.hear(), "modes changed by an orphaned group");
        Check.equal(Errno.EIO, GATE.hear(), "a read of it");
        while (Signals.kill(orphan, 0) == 0) {
            Time.millisleep(1);
        }
    }

    private static void without() {
        int file = Typing.file();
        Check.equal(0, Apart.run(() -> {
            if (Files.ioctl(Typing.file(), Termios.TIOCNOTTY, 0) != 0) {
                return 1;
            }
            return Files.open("/dev/tty", OpenFlags.O_RDWR) < 0
                    && Terminal.tcgetpgrp(Typing.file()) < 0 ? 0 : 2;
        }), "a child that gives its terminal up");
        Check.equal(Processes.getpgid(0), Terminal.tcgetpgrp(file), "its parent still has it");
        Check.equal(0, Apart.run(() -> {
            Processes.setsid();
            if (Files.open("/dev/tty", OpenFlags.O_RDWR) >= 0) {
                return 1;
            }
            if (Terminal.takeControl(Typing.file()) == 0) {
                return 2;
            }
            Files.open("/dev/ttyS0", OpenFlags.O_RDWR);
            if (Files.open("/dev/tty", OpenFlags.O_RDWR) >= 0) {
                return 3;
            }
            return Terminal.tcsetpgrp(Typing.file(), Processes.getpid()) < 0 ? 0 : 4;
        }), "a session of its own has none, and gets none that is another's");
    }

    /** The shell gives each job a group of its own; it wants the foreground for that. */
    private static void shell() {
        Typing.modes(0, 0);
        Stream shell = Pipes.popen(Address.of("exec 2> /dev/null; set -m; sleep 60 & first=$!\n"
                + "sleep 60 & test `ps -o pgid= -p $!` = $! && echo own group\n"
                + "kill -STOP %1; sleep 0.1; ps -o stat= -p $first\n"
                + "bg %1 > /dev/null; ps -o stat= -p $first; kill %1; wait %1; echo $?\n"
                + "kill %2; wait; echo end"), "r");
        Proc.read(Files.dup(shell.descriptor()));
        Check.equal("own group\nT\nS\n143\nend\n", Proc.text(), "what the shell says");
        Check.equal(0, Pipes.pclose(shell), "its end");
        Terminal.tcsetpgrp(Typing.file(), Processes.getpgid(0));
    }
}

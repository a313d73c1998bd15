package cleave.guestos.user.init;

import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Reboot;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Timespec;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code init}: mounts what programs expect, runs {@code /etc/rc} by the shell, and from then on
 * keeps a login shell on the console, which has a session of its own. It waits for every process
 * that loses its parent. SIGTERM and SIGINT restart the machine, SIGUSR1 halts it, SIGUSR2 powers
 * it off: {@link Shutdown}.
 *
 * <p>All its signals are blocked, and taken one after the other from the one place that waits.
 */
final class Init {
    private static final String CONSOLE = "/dev/console";
    private static final String SHELL = "/bin/sh";
    private static final String RC = "/etc/rc";
    private static final int STANDARD_FILES = 3;
    private static final int NOT_EXECUTED = 127;
    /** A shell that ends so often within {@link #SHORT_LIFE} seconds has to wait. */
    private static final int RESPAWNS_MAX = 5;
    private static final int SHORT_LIFE = 2;
    private static final int PAUSE = 10;

    private static final Timespec TIMEOUT = new Timespec();

    private static int shell;
    private static long shellStarted;
    private static int shortLives;
    /** Whether no shell is started for a while. */
    private static boolean waiting;

    private Init() {
    }

    static int main(int count, Address arguments) {
        if (Processes.getpid() != 1) {
            Stdio.stderr().put("init: the kernel starts me, and my pid is 1\n");
            return 1;
        }
        Signals.block(Signals.ALL);
        openConsole();
        Processes.setsid();
        Files.chdir(Address.of("/"));
        Mounts.mountAll();
        // A disk that fails must not be the end of the machine.
        Syscalls.mlockall(MapFlags.MCL_CURRENT);
        setEnvironment();
        runScript();
        while (true) {
            if (shell == 0 && !waiting) {
                startShell();
            }
            handle(nextSignal());
        }
    }

    /** Descriptors 0 to 2, unless the kernel has opened them. */
    private static void openConsole() {
        while (true) {
            int file = Files.open(CONSOLE, OpenFlags.O_RDWR | OpenFlags.O_NOCTTY);
            if (file < 0 || file >= STANDARD_FILES) {
                Files.close(file);
                return;
            }
        }
    }

    private static void setEnvironment() {
        Environment.setenv("PATH", "/bin:/sbin:/usr/bin");
        Environment.setenv("HOME", "/root");
        Environment.setenv("USER", "root");
        Environment.setenv("SHELL", SHELL);
        if (Environment.getenv("TERM").isNull()) {
            Environment.setenv("TERM", "vt100");
        }
    }

    private static void say(String text) {
        Stdio.stdout().put("init: ").put(text).line().flush();
    }

    // ---- children ----

    /** Runs {@code /etc/rc} and waits for it, and for whoever else ends meanwhile. */
    private static void runScript() {
        int script = Processes.fork();
        if (script == 0) {
            Signals.setMask(0);
            Exec.execl(Address.of(SHELL), Address.of("sh"), Address.of(RC));
            Program.exitNow(NOT_EXECUTED);
        }
        while (script > 0) {
            int ended = Wait.any();
            if (ended < 0 || ended == script) {
                if (ended == script && Wait.status != 0) {
                    say("/etc/rc did not end well");
                }
                return;
            }
        }
    }

    /** A session that the console controls, and in it a login shell. */
    private static void startShell() {
        shellStarted = Time.monotonic();
        int child = Processes.fork();
        if (child < 0) {
            say("cannot start a shell; waiting");
            waiting = true;
            return;
        }
        if (child > 0) {
            shell = child;
            return;
        }
        Processes.setsid();
        for (int file = 0; file < STANDARD_FILES; file++) {
            Files.close(file);
        }
        openConsole();
        Terminal.takeControl(0);
        Terminal.tcsetpgrp(0, Processes.getpid());
        Signals.setMask(0);
        Exec.execl(Address.of(SHELL), Address.of("-sh"));
        Files.write(2, "init: there is no /bin/sh\n");
        Program.exitNow(NOT_EXECUTED);
    }

    /** Waits for all that have ended. */
    private static void reap() {
        int ended = Wait.waitpid(-1, WaitOptions.WNOHANG);
        while (ended > 0) {
            if (ended == shell) {
                shell = 0;
                long lived = (Time.monotonic() - shellStarted) / Time.NANOSECONDS;
                shortLives = lived < SHORT_LIFE ? shortLives + 1 : 0;
                if (shortLives == RESPAWNS_MAX) {
                    shortLives = 0;
                    say("the shell ends at once; waiting");
                    waiting = true;
                }
            }
            ended = Wait.waitpid(-1, WaitOptions.WNOHANG);
        }
    }

    // ---- signals ----

    /** The next signal; -1 when a time of waiting is over. */
    private static int nextSignal() {
        if (!waiting) {
            return Signals.sigtimedwait(Signals.ALL, null, null);
        }
        TIMEOUT.seconds = PAUSE;
        TIMEOUT.nanoseconds = 0;
        int signal = Signals.sigtimedwait(Signals.ALL, null, TIMEOUT);
        waiting = signal == Signal.SIGCHLD;
        return signal;
    }

    private static void handle(int signal) {
        switch (signal) {
            case Signal.SIGCHLD:
                reap();
                return;
            case Signal.SIGTERM, Signal.SIGINT:
                Shutdown.run(Reboot.RESTART, "restarting");
                return;
            case Signal.SIGUSR1:
                Shutdown.run(Reboot.HALT, "halting");
                return;
            case Signal.SIGUSR2:
                Shutdown.run(Reboot.POWER_OFF, "powering off");
                return;
            default:
        }
    }
}

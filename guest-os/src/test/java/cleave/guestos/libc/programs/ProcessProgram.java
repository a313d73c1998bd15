package cleave.guestos.libc.programs;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.Timespec;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Processes, exec and signals, a section after the other; what it execs is the first argument. */
final class ProcessProgram {
    private static int handled;
    private static int sender;
    private static final Timespec SHORT = new Timespec();
    private static final SignalInfo INFORMATION = new SignalInfo();
    private static final int[] WORDS = new int[6];

    private ProcessProgram() {
    }

    static int main(int count, Address arguments) {
        Program.atexit(ProcessProgram::atExit);
        forks();
        execs(Program.argument(1));
        signals();
        waits();
        buffers();
        Stdio.printf("at the end ");
        return 7;
    }

    private static void atExit() {
        Stdio.printf("of %d\n", 1);
    }

    private static void report(String what) {
        int word = Wait.status;
        if (Wait.exited(word)) {
            Stdio.printf("%s: exited %d\n", Address.of(what), Wait.exitCode(word));
        } else if (Wait.signalled(word)) {
            Stdio.printf("%s: signal %d\n", Address.of(what), Wait.signal(word));
        } else if (Wait.stopped(word)) {
            Stdio.printf("%s: stopped %d\n", Address.of(what), Wait.stopSignal(word));
        } else if (Wait.continued(word)) {
            Stdio.printf("%s: continued\n", Address.of(what));
        }
        Stdio.stdout().flush();
    }

    private static void forks() {
        int parent = Processes.getpid();
        int child = Processes.fork();
        if (child == 0) {
            Program.exitNow(Processes.getppid() == parent ? 0x142 : 1);
        }
        Stdio.printf("waited for it: %d\n", Wait.waitpid(child, 0) == child ? 1 : 0);
        report("child");
        child = Processes.vfork();
        if (child == 0) {
            Program.exitNow(5);
        }
        Wait.waitpid(child, 0);
        report("vfork");
        Stdio.printf("no more: %d %d\n", Wait.any(), Errors.errno == Errno.ECHILD ? 1 : 0);
        Stdio.stdout().flush();
    }

    private static void execs(Address self) {
        Address colour = Address.of("COLOUR=red");
        WORDS[0] = self.bits();
        WORDS[1] = Address.of("v").bits();
        WORDS[2] = 0;
        WORDS[3] = colour.bits();
        WORDS[4] = 0;
        Address words = Address.of(WORDS);
        Address none = Address.of(0);
        for (int way = 0; way < 8; way++) {
            int child = Processes.fork();
            if (child == 0) {
                Environment.setenv("COLOUR", "blue");
                switch (way) {
                    case 0 -> Exec.execl(self, self, Address.of("l"));
                    case 1 -> Exec.execle(self, self, Address.of("le"), none, none, words.plus(12));
                    case 2 -> Exec.execv(self, words);
                    case 3 -> Exec.execve(self, words, words.plus(12));
                    case 4 -> {
                        Environment.setenv("PATH", "/nowhere:.:/bin");
                        Exec.execlp(Strings.baseName(self), self, Address.of("lp"),
                                Address.of("more"));
                    }
                    case 5 -> Exec.execvp(Strings.baseName(self), words);
                    case 6 -> Exec.execvp(Address.of("no-such-program"), words);
                    default -> {
                        int file = Files.open(self, OpenFlags.O_RDONLY);
                        Exec.fexecve(file, words, words.plus(12));
                    }
                }
                Program.exitNow(Errors.errno);
            }
            Wait.waitpid(child, 0);
            report("exec");
        }
    }

    private static void onSignal(int signal) {
        handled += signal;
    }

    private static void onInfo(int signal, SignalInfo information, Address context) {
        sender = information.process;
    }

    private static void signals() {
        Signals.signal(Signal.SIGUSR1, ProcessProgram::onSignal);
        Signals.raise(Signal.SIGUSR1);
        Stdio.printf("handled %d\n", handled);
        long before = Signals.block(Signals.set(Signal.SIGUSR1));
        Signals.kill(Processes.getpid(), Signal.SIGUSR1);
        Stdio.printf("handled %d pending %d\n", handled,
                Signals.contains(Signals.pending(), Signal.SIGUSR1) ? 1 : 0);
        Stdio.printf("suspended %d\n", Signals.sigsuspend(before));
        Stdio.printf("handled %d\n", handled);
        Signals.setMask(before);
        Signals.handle(Signal.SIGUSR2, ProcessProgram::onInfo, 0, 0);
        Signals.raise(Signal.SIGUSR2);
        Stdio.printf("sender is me: %d\n", sender == Processes.getpid() ? 1 : 0);
        Signals.handle(Signal.SIGALRM, ProcessProgram::onSignal, 0, 0);
        Signals.setTimer(0, 20_000, 0, 0);
        Stdio.printf("pause %d\n", Signals.pause());
        Stdio.printf("handled %d\n", handled);
        Signals.ignore(Signal.SIGUSR1);
        Signals.raise(Signal.SIGUSR1);
        Stdio.printf("handled %d ignored %d\n", handled,
                Signals.isIgnored(Signal.SIGUSR1) ? 1 : 0);
        Stdio.stdout().flush();
    }

    private static void waits() {
        int child = Processes.fork();
        if (child == 0) {
            Signals.restore(Signal.SIGTERM);
            while (true) {
                Signals.pause();
            }
        }
        Stdio.printf("not yet: %d\n", Wait.waitpid(child, WaitOptions.WNOHANG));
        Signals.kill(child, Signal.SIGSTOP);
        Wait.waitpid(child, WaitOptions.WUNTRACED);
        report("wait");
        Signals.kill(child, Signal.SIGCONT);
        Wait.waitpid(child, WaitOptions.WCONTINUED);
        report("wait");
        Signals.kill(child, Signal.SIGTERM);
        Wait.waitid(WaitOptions.P_PID, child, INFORMATION,
                WaitOptions.WEXITED | WaitOptions.WNOWAIT);
        Stdio.printf("still there: %d %d\n", INFORMATION.process == child ? 1 : 0,
                INFORMATION.code);
        Wait.waitpid(child, 0);
        report("wait");
        child = Processes.fork();
        if (child == 0) {
            Program.abort();
        }
        Wait.waitpid(-1, 0);
        report("wait");
        Rusage usage = Wait.usage();
        Stdio.printf("used: %d\n", usage.minorFaults > 0 ? 1 : 0);
        Stdio.stdout().flush();
    }

    /** What waits in a buffer at fork is written by both, as on any Unix. */
    private static void buffers() {
        Stdio.stdout().fullyBuffered();
        Stdio.printf("twice ");
        int child = Processes.fork();
        if (child == 0) {
            Stdio.stdout().flush();
            Program.exitNow(0);
        }
        Wait.waitpid(child, 0);
    }
}

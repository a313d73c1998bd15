package cleave.guestos.user.demo;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code daemon}: how a program leaves the terminal it was started from. A child makes a session of
 * its own and forks again, so that the grandchild leads no session and can never get a controlling
 * terminal; it works in {@code /}, with nothing open that is not its own. Init is its parent.
 */
final class Daemon {
    private static final byte[] REPORT = new byte[200];

    private Daemon() {
    }

    static int main(int count, Address arguments) {
        Files.pipe();
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int session = Processes.getsid(0);
        int child = Processes.fork();
        if (child == 0) {
            Files.close(reading);
            Processes.setsid();
            int leader = Processes.getpid();
            if (Processes.fork() != 0) {
                Program.exitNow(0);
            }
            daemon(writing, session, leader);
        }
        Files.close(writing);
        Wait.waitpid(child, 0);
        Address report = Address.of(REPORT);
        int bytes = Files.read(reading, report, REPORT.length - 1);
        while (bytes > 0) {
            Stdio.stdout().write(report, bytes).flush();
            bytes = Files.read(reading, report, REPORT.length - 1);
        }
        Stdio.puts("the daemon has ended: nobody holds the pipe any more");
        return 0;
    }

    private static void daemon(int writing, int oldSession, int leader) {
        Signals.signal(Signal.SIGTERM, Daemon::onTerm);
        Files.chdir(Address.of("/"));
        Processes.umask(022);
        while (Processes.getppid() == leader) {
            Processes.schedYield();
        }
        int nothing = Files.open("/dev/null", OpenFlags.O_RDWR);
        for (int file = 0; file < 3; file++) {
            Files.dup2(nothing, file);
        }
        say(writing, "its parent is init: %s\n", Processes.getppid() == 1);
        say(writing, "its session is another: %s\n", Processes.getsid(0) != oldSession);
        say(writing, "it leads its session: %s\n", Processes.getsid(0) == Processes.getpid());
        say(writing, "it has a terminal: %s\n",
                Terminal.isatty(0) || Files.open("/dev/tty", OpenFlags.O_RDWR) >= 0);
        Signals.raise(Signal.SIGTERM);
        Program.exitNow(1);
    }

    private static void say(int file, String format, boolean is) {
        Address report = Address.of(REPORT);
        int length = Format.snprintf(report, REPORT.length, format,
                Address.of(is ? "yes" : "no"));
        Files.write(file, report, length);
    }

    private static void onTerm(int signal) {
        Program.exitNow(0);
    }
}

package cleave.guestos.user.demo;

import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code zombie [SECONDS]}: a child that has ended and has not been waited for is a zombie: without
 * memory, but with its pid, its status and its use of resources. With an argument the zombie stays
 * that long, for {@code ps} to be seen from another shell.
 */
final class Zombie {
    private static final SignalInfo INFORMATION = new SignalInfo();

    private Zombie() {
    }

    static int main(int count, Address arguments) {
        int child = Processes.fork();
        if (child == 0) {
            Program.exitNow(9);
        }
        Wait.waitid(WaitOptions.P_PID, child, INFORMATION,
                WaitOptions.WEXITED | WaitOptions.WNOWAIT);
        Stdio.printf("child %d has ended; its state in /proc is %c\n", child, Show.state(child));
        Stdio.printf("kill(%d, 0) says %d: the pid is still taken\n", child,
                Signals.kill(child, 0));
        Stdio.stdout().flush();
        if (count > 1) {
            Time.sleep(Numbers.toInt(Program.argument(1)));
        }
        Wait.waitpid(child, 0);
        Stdio.printf("waited for it: it ");
        Show.status(Stdio.stdout());
        Stdio.printf("\nkill(%d, 0) says %d now", child, Signals.kill(child, 0));
        Stdio.printf(" (%s), and /proc ", Errors.strerror(Errors.errno));
        Stdio.puts(Show.state(child) == 0 ? "has forgotten it" : "still knows it");
        Stdio.printf("waiting again says %d", Wait.waitpid(child, 0));
        Stdio.printf(" (%s)\n", Errors.strerror(Errors.errno));
        return 0;
    }
}

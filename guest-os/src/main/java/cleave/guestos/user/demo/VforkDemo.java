package cleave.guestos.user.demo;

import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code vforkdemo}: vfork lends the parent's memory to the child instead of a copy, and the parent
 * sleeps until the child execs or ends. What the child writes, the parent finds.
 */
final class VforkDemo {
    private static int number;

    private VforkDemo() {
    }

    static int main(int count, Address arguments) {
        number = 1;
        int child = Processes.fork();
        if (child == 0) {
            number = 2;
            Program.exitNow(0);
        }
        Wait.waitpid(child, 0);
        Stdio.printf("fork: the child wrote 2, the parent has %d\n", number);
        Stdio.stdout().flush();
        borrowed();
        Stdio.printf("vfork: the child wrote 3, the parent has %d\n", number);
        Stdio.printf("vfork: the parent slept until the child had ended\n");
        Stdio.stdout().flush();
        becomesEcho();
        return 0;
    }

    private static void borrowed() {
        int child = Processes.vfork();
        if (child == 0) {
            number = 3;
            Program.exitNow(0);
        }
        Wait.waitpid(child, 0);
    }

    private static void becomesEcho() {
        int child = Processes.vfork();
        if (child == 0) {
            Exec.execlp(Address.of("echo"), Address.of("echo"),
                    Address.of("vfork: and this is what the child became"));
            Program.exitNow(127);
        }
        Wait.waitpid(child, 0);
        Stdio.printf("vfork: it ");
        Show.status(Stdio.stdout());
        Stdio.stdout().line();
    }
}

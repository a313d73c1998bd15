package cleave.guestos.user.demo;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code forkbomb [LIMIT]}: every process forks as often as it can, and so do its children, until
 * {@code RLIMIT_NPROC} says no. The limit counts a user's processes, and root has none: the bomb
 * becomes nobody first. Then all of it is killed by one signal to its group.
 */
final class ForkBomb {
    private static final int NOBODY = 65_534;
    private static final int DEFAULT_LIMIT = 32;
    private static final int LIMIT_MAX = 1024;
    /** No birth for so many milliseconds, and the bomb has burnt out. */
    private static final int PATIENCE = 10_000;
    private static final int TRIES = 6000;
    private static final ResourceLimit LIMIT = new ResourceLimit();

    private ForkBomb() {
    }

    static int main(int count, Address arguments) {
        int limit = count > 1 ? Numbers.toInt(Program.argument(1)) : DEFAULT_LIMIT;
        if (limit < 2 || limit > LIMIT_MAX) {
            Errors.die(2, "the limit must be from 2 to 1024");
        }
        if (Processes.setgid(NOBODY) < 0 || Processes.setuid(NOBODY) < 0) {
            Errors.dieErrno(1, "becoming nobody");
        }
        LIMIT.soft = limit;
        LIMIT.hard = limit;
        Limits.setrlimit(ResourceLimit.NPROC, LIMIT);
        Stdio.printf("user nobody may have %d processes; lighting the bomb\n", limit);
        Stdio.stdout().flush();
        Gate born = Gate.make();
        int bomb = Processes.fork();
        if (bomb == 0) {
            Processes.setpgid(0, 0);
            explode(born);
        }
        Processes.setpgid(bomb, bomb);
        int processes = 1;
        while (processes < limit && born.isOpen(PATIENCE)) {
            born.pass();
            processes++;
        }
        Stdio.printf("%d processes, with this one, and no more\n", processes);
        Stdio.printf("fork says %d", Processes.fork());
        Stdio.printf(" (%s)\n", Errors.strerror(Errors.errno));
        Stdio.stdout().flush();
        Signals.killpg(bomb, Signal.SIGKILL);
        Wait.waitpid(bomb, 0);
        Stdio.printf("the first of them ");
        Show.status(Stdio.stdout());
        Stdio.printf("\nfork works again: %s\n", Address.of(forkWorks() ? "yes" : "no"));
        return 0;
    }

    private static void explode(Gate born) {
        born.open();
        while (true) {
            int child = Processes.fork();
            if (child == 0) {
                born.open();
            } else if (child < 0) {
                Signals.pause();
            }
        }
    }

    /** Init may need a moment to wait for the others. */
    private static boolean forkWorks() {
        for (int i = 0; i < TRIES; i++) {
            int child = Processes.fork();
            if (child == 0) {
                Program.exitNow(0);
            }
            if (child > 0) {
                return Wait.waitpid(child, 0) == child;
            }
            if (Errors.errno != Errno.EAGAIN) {
                return false;
            }
            Time.millisleep(10);
        }
        return false;
    }
}

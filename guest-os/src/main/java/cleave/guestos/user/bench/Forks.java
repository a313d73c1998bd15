package cleave.guestos.user.bench;

import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** A child that ends at once, of parents of several sizes. */
final class Forks {
    private static final int ROUNDS = 10;
    private static final int COUNT = 20;
    private static final int[] SIZES = {1, 4, 16, 32};
    private static final String[] NAMES = {"fork-exit-wait-1MiB", "fork-exit-wait-4MiB",
        "fork-exit-wait-16MiB", "fork-exit-wait-32MiB"};

    private Forks() {
    }

    static void run() {
        small(ROUNDS, COUNT);
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Meter.start();
            for (int i = 0; i < COUNT; i++) {
                vforkAndWait();
            }
            Meter.stop();
        }
        Meter.report("vfork-exit-wait", COUNT);
        for (int i = 0; i < SIZES.length; i++) {
            int pages = SIZES[i] * Pages.PER_MIB;
            Address memory = Pages.map(pages);
            Pages.write(memory, pages);
            measureForks(ROUNDS, COUNT);
            Meter.report(NAMES[i], COUNT);
            Pages.unmap(memory, pages);
        }
    }

    /** Children of a process that is as small as a process with a library is. */
    static void small(int rounds, int forks) {
        measureForks(rounds, forks);
        Meter.report("fork-exit-wait", forks);
    }

    private static void measureForks(int rounds, int forks) {
        Meter.reset();
        for (int round = 0; round < rounds; round++) {
            Meter.start();
            for (int i = 0; i < forks; i++) {
                int child = Processes.fork();
                if (child == 0) {
                    Program.exitNow(0);
                }
                Wait.waitpid(child, 0);
            }
            Meter.stop();
        }
    }

    private static void vforkAndWait() {
        int child = Processes.vfork();
        if (child == 0) {
            Program.exitNow(0);
        }
        Wait.waitpid(child, 0);
    }
}

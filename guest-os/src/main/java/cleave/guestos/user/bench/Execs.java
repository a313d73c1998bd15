package cleave.guestos.user.bench;

import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Spawn;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** A child that becomes another program, the smallest one and one with a library. */
final class Execs {
    private static final int ROUNDS = 10;
    private static final int COUNT = 10;
    private static final int[] WORDS = new int[2];

    private Execs() {
    }

    static void run() {
        tiny(ROUNDS, COUNT);
        measure("/bin/true", "fork-exec-wait-true", ROUNDS, COUNT);
        Address path = Address.of("/bin/bench-tiny");
        WORDS[0] = path.bits();
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Meter.start();
            for (int i = 0; i < COUNT; i++) {
                Wait.waitpid(Spawn.spawn(path, null, null, Address.of(WORDS),
                        Environment.variables()), 0);
            }
            Meter.stop();
        }
        Meter.report("spawn-wait", COUNT);
    }

    /** Children that become the smallest program there is. */
    static void tiny(int rounds, int execs) {
        measure("/bin/bench-tiny", "fork-exec-wait", rounds, execs);
    }

    private static void measure(String program, String name, int rounds, int execs) {
        Address path = Address.of(program);
        WORDS[0] = path.bits();
        Address words = Address.of(WORDS);
        Meter.reset();
        for (int round = 0; round < rounds; round++) {
            Meter.start();
            for (int i = 0; i < execs; i++) {
                int child = Processes.fork();
                if (child == 0) {
                    Syscalls.execve(path, words, Environment.variables());
                    Program.exitNow(127);
                }
                Wait.waitpid(child, 0);
                if (Wait.status != 0) {
                    Errors.warn(path, "could not be run");
                    return;
                }
            }
            Meter.stop();
        }
        Meter.report(name, execs);
    }
}

package cleave.guestos.user.bench;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** From one process to another and back. */
final class Switches {
    private static final int ROUNDS = 5;
    private static final int COUNT = 200;

    private Switches() {
    }

    static void run() {
        pipes(ROUNDS, COUNT);
        yields(ROUNDS, COUNT);
    }

    /** A byte goes to a child through one pipe, and comes back through another. */
    static void pipes(int rounds, int trips) {
        Files.pipe();
        int childReads = Files.readEnd();
        int weWrite = Files.writeEnd();
        Files.pipe();
        int weRead = Files.readEnd();
        int childWrites = Files.writeEnd();
        Address buffer = Address.of(new byte[8]);
        int child = Processes.fork();
        if (child == 0) {
            Files.close(weWrite);
            while (FileCalls.read(childReads, buffer, 1) == 1) {
                FileCalls.write(childWrites, buffer, 1);
            }
            Program.exitNow(0);
        }
        Meter.reset();
        for (int round = 0; round < rounds; round++) {
            Meter.start();
            for (int i = 0; i < trips; i++) {
                FileCalls.write(weWrite, buffer, 1);
                FileCalls.read(weRead, buffer, 1);
            }
            Meter.stop();
        }
        Files.close(weWrite);
        Wait.waitpid(child, 0);
        Files.close(weRead);
        Files.close(childReads);
        Files.close(childWrites);
        Meter.report("pipe-round-trip", trips);
    }

    /** Two processes that do nothing but yield; each call is a switch. */
    static void yields(int rounds, int calls) {
        int child = Processes.fork();
        if (child == 0) {
            while (true) {
                Syscalls.schedYield();
            }
        }
        Meter.reset();
        for (int round = 0; round < rounds; round++) {
            Syscalls.schedYield();
            Meter.start();
            for (int i = 0; i < calls; i++) {
                Syscalls.schedYield();
            }
            Meter.stop();
        }
        Signals.kill(child, Signal.SIGKILL);
        Wait.waitpid(child, 0);
        Meter.report("sched-yield", 2 * calls);
    }
}

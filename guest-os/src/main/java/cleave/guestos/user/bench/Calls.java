package cleave.guestos.user.bench;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** System calls that end in the process that made them. */
final class Calls {
    private static final int ROUNDS = 5;
    private static final int MANY = 1000;
    private static final int FEW = 200;
    private static int handled;

    private Calls() {
    }

    static void run() {
        nothing(ROUNDS, MANY);
        files();
        signals();
    }

    /** The shortest call. */
    static void nothing(int rounds, int calls) {
        Meter.reset();
        for (int round = 0; round < rounds; round++) {
            Meter.start();
            for (int i = 0; i < calls; i++) {
                Syscalls.getppid();
            }
            Meter.stop();
        }
        Meter.report("null-call", calls);
    }

    private static void files() {
        Address path = Address.of("/etc/passwd");
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Meter.start();
            for (int i = 0; i < FEW; i++) {
                FileCalls.close(FileCalls.openat(OpenFlags.AT_FDCWD, path, 0, 0));
            }
            Meter.stop();
        }
        Meter.report("open-close", FEW);
        int zero = Files.open("/dev/zero", OpenFlags.O_RDONLY);
        Address buffer = Address.of(new byte[8]);
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Meter.start();
            for (int i = 0; i < FEW; i++) {
                FileCalls.read(zero, buffer, 1);
            }
            Meter.stop();
        }
        Meter.report("read-1-byte", FEW);
        Files.close(zero);
    }

    private static void onSignal(int signal) {
        handled++;
    }

    private static void signals() {
        Signals.signal(Signal.SIGUSR1, Calls::onSignal);
        int self = Processes.getpid();
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Meter.start();
            for (int i = 0; i < FEW; i++) {
                Syscalls.kill(self, Signal.SIGUSR1);
            }
            Meter.stop();
        }
        Meter.report("signal-to-self", FEW);
        Signals.restore(Signal.SIGUSR1);
    }
}

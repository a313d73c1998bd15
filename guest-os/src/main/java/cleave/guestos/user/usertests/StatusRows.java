package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** W2 and W9: what a parent learns of an end, and what an end does. */
final class StatusRows {
    private static final int[] CODES = {0, 1, 127, 128, 255, 256, 257, -1, 0x1_2345};
    private static final int CODE_MASK = 0xff;
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final int HEAD = 4;
    private static final byte[] TEXT = new byte[64];
    private static int number;
    private static int output;

    private StatusRows() {
    }

    private static void allowCore(long bytes) {
        LIMIT.soft = bytes;
        LIMIT.hard = ResourceLimit.INFINITY;
        Check.equal(0, Limits.setrlimit(ResourceLimit.CORE, LIMIT), "RLIMIT_CORE");
    }

    private static int exits() {
        Syscalls.exitGroup(number);
        return 1;
    }

    private static int diesOfSignal() {
        Signals.kill(Processes.getpid(), number);
        return 77;
    }

    /** W2. */
    static void words(int count) {
        for (int i = 0; i < CODES.length; i++) {
            number = CODES[i];
            Check.equal(CODES[i] & CODE_MASK, Apart.run(StatusRows::exits),
                    "eight bits of an exit code");
            Check.that(Wait.exited(Wait.status) && !Wait.signalled(Wait.status)
                    && !Wait.stopped(Wait.status) && !Wait.continued(Wait.status),
                    "it is an exit and nothing else");
        }
        allowCore(0);
        for (number = 1; number <= Signal.MAX; number++) {
            int kind = SignalKinds.of(number);
            if (kind == SignalKinds.ENDS || kind == SignalKinds.DUMPS) {
                Check.equal(Apart.KILLED + number, Apart.run(StatusRows::diesOfSignal),
                        "a signal that ends it");
                Check.that(Wait.signalled(Wait.status) && !Wait.exited(Wait.status)
                        && !Wait.stopped(Wait.status) && !Wait.continued(Wait.status),
                        "it is a signal and nothing else");
            }
        }
        Check.equal(-1, Files.open("core", OpenFlags.O_RDONLY), "there is no core file");
        allowCore(ResourceLimit.INFINITY);
        cores();
        stops();
    }

    /** The core flag, and that it does not lie. */
    private static void cores() {
        for (number = 1; number <= Signal.MAX; number++) {
            int kind = SignalKinds.of(number);
            boolean dumps = kind == SignalKinds.DUMPS;
            if (dumps || kind == SignalKinds.ENDS) {
                Check.equal((dumps ? Apart.DUMPED : Apart.KILLED) + number,
                        Apart.run(StatusRows::diesOfSignal), "the core flag");
                WaitRows.INFORMATION.code = 0;
                int child = Apart.start(StatusRows::diesOfSignal);
                WaitRows.waitid(WaitOptions.P_PID, child, WaitOptions.WEXITED);
                Check.equal(dumps ? Signal.CLD_DUMPED : Signal.CLD_KILLED,
                        WaitRows.INFORMATION.code, "si_code");
                Check.equal(number, WaitRows.INFORMATION.status, "si_status");
                Check.that(isCore() == dumps, "a core file, or none");
                Files.unlink(Address.of("core"));
            }
        }
    }

    private static boolean isCore() {
        int file = Files.open("core", OpenFlags.O_RDONLY);
        Address text = Address.of(TEXT);
        boolean is = file >= 0 && Files.read(file, text, HEAD) == HEAD
                && Memory.compare(text, Address.of("\u007fELF"), HEAD) == 0;
        Files.close(file);
        return is;
    }

    private static void stops() {
        int child = Apart.sleeper();
        for (number = 1; number <= Signal.MAX; number++) {
            if (SignalKinds.of(number) == SignalKinds.STOPS) {
                Signals.kill(child, number);
                Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), "a stop");
                Check.that(Wait.stopped(Wait.status) && !Wait.exited(Wait.status)
                        && !Wait.signalled(Wait.status) && !Wait.continued(Wait.status),
                        "it is a stop and nothing else");
                Check.equal(number, Wait.stopSignal(Wait.status), "the signal that stopped it");
                Signals.kill(child, Signal.SIGCONT);
                Check.equal(child, Wait.waitpid(child, WaitOptions.WCONTINUED), "it goes on");
                Check.that(Wait.continued(Wait.status) && !Wait.exited(Wait.status)
                        && !Wait.signalled(Wait.status) && !Wait.stopped(Wait.status),
                        "it goes on and nothing else");
            }
        }
        Signals.kill(child, Signal.SIGTERM);
        Check.equal(Apart.KILLED + Signal.SIGTERM, Apart.end(child), "the end");
    }

    // ---- W9 ----

    private static void first() {
        Stdio.printf("<first>");
    }

    private static void second() {
        Stdio.printf("<second>");
    }

    private static int ends(int how) {
        Files.dup2(output, 1);
        Program.atexit(StatusRows::first);
        Program.atexit(StatusRows::second);
        Stdio.printf("text ");
        if (how == 1) {
            Program.exitNow(8);
        }
        if (how == 2) {
            Processes.fork();
            Wait.any();
        }
        Program.exit(9);
        return 1;
    }

    /** What a child that ends in a way has written to its output when it is gone. */
    private static void ending(int how, int code, String wanted, String what) {
        Files.pipe();
        int reading = Files.readEnd();
        output = Files.writeEnd();
        int child = Child.fork();
        if (child == 0) {
            Program.exitNow(ends(how));
        }
        Files.close(output);
        Check.equal(code, Apart.end(child), what);
        Proc.read(reading);
        Check.equal(wanted, Proc.text(), what);
    }

    /** W9: {@code exit}, {@code _exit}, and a buffer that fork has doubled. */
    static void endings(int count) {
        ending(0, 9, "text <second><first>", "exit");
        ending(1, 8, "", "_exit");
        ending(2, 9, "text <second><first>text <second><first>",
                "exit of both behind a fork with a full buffer");
    }
}

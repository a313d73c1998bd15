package cleave.guestos.user.usertests;

import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * Runs a row in a process of its own, for a limited time, and looks before and behind at what the
 * kernel counts: no count of a frame may be wrong, and no process and no frame left over.
 */
final class Runner {
    /** Frames of this program that a first use may touch. */
    private static final int OWN_FRAMES = 8;
    /** How often, and how long, it is waited until what was killed is gone. */
    private static final int PATIENCE = 500;
    private static final int PAUSE_MILLISECONDS = 10;
    /** Exit code of a program that SIGINT has ended, as shells tell it. */
    private static final int INTERRUPTED = 130;
    private static final int MILLISECONDS = 1000;

    /** What lies above is no part of the program's file. */
    private static final int PROGRAM_END = 0x1000_0000;
    private static final int HEXADECIMAL = 16;

    private static final TextFile MAPS = new TextFile();
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final PollDescriptor POLL = new PollDescriptor();
    private static boolean interrupted;

    private Runner() {
    }

    /** Touches what the first row would else be blamed for. */
    static void warmUp() {
        touchProgram();
        Signals.handle(Signal.SIGINT, Runner::interrupt, 0, 0);
        Check.begin();
        Scratch.make();
        Scratch.remove();
        Marked.killAll();
        BEFORE.read();
        AFTER.read();
    }

    /**
     * Reads a byte of each page of code and constants: they come on demand, and a fault for one
     * would be counted as a fault of whatever a row does just then.
     */
    private static void touchProgram() {
        MAPS.read("/proc/self/maps");
        Address line = MAPS.text();
        while (line.loadByte(0) != 0) {
            int at = (int) Numbers.parse(line, HEXADECIMAL);
            Address rights = Numbers.end();
            int end = (int) Numbers.parse(rights.plus(1), HEXADECIMAL);
            rights = Numbers.end().plus(1);
            if (rights.loadByte(0) == 'r' && rights.loadByte(1) == '-'
                    && Integer.compareUnsigned(at, PROGRAM_END) < 0) {
                for (; at != end; at += Pages.SIZE) {
                    Address.of(at).readByte(0);
                }
            }
            line = Strings.find(line, '\n').plus(1);
        }
    }

    private static void interrupt(int signal) {
        interrupted = true;
    }

    /** Whether the row holds. */
    static boolean holds(Row row, int count, int seconds) {
        Check.begin();
        Stdio.stdout().flush();
        BEFORE.read();
        Scratch.make();
        int tester = Processes.getpid();
        int child = Child.fork();
        if (child == 0) {
            Processes.setpgid(0, 0);
            Signals.restore(Signal.SIGINT);
            Marked.begin(tester);
            Scratch.enter();
            row.body.run(count);
            Program.exit(0);
        }
        await(child, seconds);
        int left = endAll();
        Scratch.remove();
        if (interrupted) {
            Program.exit(INTERRUPTED);
        }
        Check.equal(0, left, "processes that the row has left");
        settle();
        Check.equal(0, AFTER.wrong, "frames whose count is wrong");
        Check.equal(BEFORE.processes, AFTER.processes, "processes behind the row");
        Check.between(-OWN_FRAMES, OWN_FRAMES, AFTER.anonymous - BEFORE.anonymous,
                "frames of programs behind the row");
        Check.between(-OWN_FRAMES, OWN_FRAMES, AFTER.tables - BEFORE.tables,
                "page tables behind the row");
        boolean holds = Check.failures() == 0;
        Stdio.printf("%s %s: ", Address.of(holds ? "ok  " : "FAIL"), Address.of(row.name));
        Stdio.puts(row.text);
        Stdio.stdout().flush();
        return holds;
    }

    /** Waits for the row's own process, which must end by itself and in time. */
    private static void await(int child, int seconds) {
        POLL.descriptor = Errors.result(Syscalls.pidfdOpen(child, 0));
        POLL.events = PollEvents.POLLIN;
        if (POLL.descriptor < 0) {
            Errors.dieErrno(2, "pidfd_open");
        }
        int ready = Files.poll(POLL, 1, seconds * MILLISECONDS);
        Files.close(POLL.descriptor);
        if (ready == 0) {
            Check.that(false, "it took longer than it may");
        }
        if (ready <= 0) {
            Signals.kill(child, Signal.SIGKILL);
        }
        while (Wait.waitpid(child, 0) != child) {
            continue;
        }
        if (ready > 0 && Wait.signalled(Wait.status)) {
            Check.equal(0, Wait.signal(Wait.status), "the signal that has ended it");
        } else if (ready > 0) {
            Check.equal(0, Wait.exitCode(Wait.status), "the exit code of its process");
        }
    }

    /** Ends what is left of the row; how many processes that was. */
    private static int endAll() {
        int left = Marked.killAll();
        int found = left;
        for (int i = 0; found > 0 && i < PATIENCE; i++) {
            Time.millisleep(PAUSE_MILLISECONDS);
            found = Marked.killAll();
        }
        return left;
    }

    /** Counts; init may still have to wait for children that the row has left to it. */
    private static void settle() {
        AFTER.read();
        for (int i = 0; AFTER.processes > BEFORE.processes && i < PATIENCE; i++) {
            Time.millisleep(PAUSE_MILLISECONDS);
            AFTER.read();
        }
    }
}

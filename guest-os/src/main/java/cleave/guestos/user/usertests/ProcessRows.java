package cleave.guestos.user.usertests;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Processes that come and go, in great numbers. */
final class ProcessRows {
    private static final int SLACK = 24;
    private static final int ZOMBIE_PAGES = 256;
    private static final int PATIENCE = 200;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final SignalInfo INFORMATION = new SignalInfo();
    private static final byte[] ONE = new byte[1];

    private ProcessRows() {
    }

    /** F7: forks one after the other; nothing is left of them. */
    static void manyForks(int count) {
        int wrong = 0;
        BEFORE.read();
        for (int i = 0; i < count; i++) {
            int child = Processes.fork();
            if (child == 0) {
                Program.exitNow(i & 0x7f);
            }
            wrong += Wait.waitpid(child, 0) == child && Wait.exited(Wait.status)
                    && Wait.exitCode(Wait.status) == (i & 0x7f) ? 0 : 1;
        }
        AFTER.read();
        Check.equal(0, wrong, "forks that failed");
        Check.equal(BEFORE.processes, AFTER.processes, "processes");
        Check.between(-SLACK, SLACK, BEFORE.free - AFTER.free, "frames that are lost");
    }

    /** F7: one page shared by many children at once. */
    static void manyChildren(int count) {
        Address memory = MemoryRows.map(1);
        MemoryRows.write(memory, 0, 1);
        Files.pipe();
        int hears = Files.readEnd();
        int tells = Files.writeEnd();
        int born = 0;
        for (; born < count; born++) {
            int child = Processes.fork();
            if (child == 0) {
                Files.close(tells);
                Files.read(hears, Address.of(ONE), 1);
                Program.exitNow(memory.readInt(0) == 1 ? 0 : 1);
            }
            if (child < 0) {
                break;
            }
        }
        Check.equal(count, born, "children at once");
        AFTER.read();
        Check.equal(0, AFTER.wrong, "wrong counts of frames while they live");
        Files.close(tells);
        Files.close(hears);
        int wrong = 0;
        for (int i = 0; i < born; i++) {
            Wait.any();
            wrong += Wait.exited(Wait.status) && Wait.exitCode(Wait.status) == 0 ? 0 : 1;
        }
        Check.equal(0, wrong, "children that saw another page");
        MemoryRows.unmap(memory, 1);
    }

    /** E1, E7: programs started one after the other. */
    static void manyExecs(int count) {
        int wrong = 0;
        BEFORE.read();
        for (int i = 0; i < count; i++) {
            int child = Processes.fork();
            if (child == 0) {
                Exec.execl(Address.of("/bin/bench-tiny"), Address.of("bench-tiny"));
                Program.exitNow(99);
            }
            wrong += Wait.waitpid(child, 0) == child && Wait.exited(Wait.status)
                    && Wait.exitCode(Wait.status) == 0 ? 0 : 1;
        }
        AFTER.read();
        Check.equal(0, wrong, "programs that did not run");
        Check.equal(BEFORE.processes, AFTER.processes, "processes");
        Check.between(-SLACK, 2 * SLACK, BEFORE.free - AFTER.free, "frames that are lost");
    }

    /** W3: the memory of a zombie is free at once; its process is not. */
    static void zombie(int count) {
        Address memory = MemoryRows.map(ZOMBIE_PAGES);
        BEFORE.read();
        int child = Processes.fork();
        if (child == 0) {
            MemoryRows.write(memory, 0, ZOMBIE_PAGES);
            Program.exitNow(3);
        }
        Wait.waitid(WaitOptions.P_PID, child, INFORMATION,
                WaitOptions.WEXITED | WaitOptions.WNOWAIT);
        AFTER.read();
        Check.equal(BEFORE.processes + 1, AFTER.processes, "processes with the zombie");
        Check.between(-SLACK, SLACK, AFTER.anonymous - BEFORE.anonymous, "frames of the zombie");
        Wait.waitpid(child, 0);
        AFTER.read();
        Check.equal(BEFORE.processes, AFTER.processes, "processes without it");
        MemoryRows.unmap(memory, ZOMBIE_PAGES);
    }

    /** W6: init waits for all whose parents have died. */
    static void orphans(int count) {
        BEFORE.read();
        for (int i = 0; i < count; i++) {
            int parent = Processes.fork();
            if (parent == 0) {
                if (Processes.fork() == 0) {
                    Program.exitNow(0);
                }
                Program.exitNow(0);
            }
            Wait.waitpid(parent, 0);
        }
        int waits = 0;
        AFTER.read();
        while (AFTER.processes != BEFORE.processes && waits < PATIENCE) {
            Time.millisleep(10);
            AFTER.read();
            waits++;
        }
        Check.equal(BEFORE.processes, AFTER.processes, "processes when init had time");
    }

    /** W6: a signal that init does not handle does not reach it. */
    static void initLives(int count) {
        int child = Processes.fork();
        if (child == 0) {
            Signals.kill(1, Signal.SIGKILL);
            Signals.kill(1, Signal.SIGSTOP);
            Program.exitNow(0);
        }
        Check.equal(child, Wait.waitpid(child, 0), "the child");
        Check.equal(0, Signals.kill(1, 0), "init");
    }
}

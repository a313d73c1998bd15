package cleave.guestos.user.usertests;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Rows of exit, wait, zombies and init. */
final class WaitRows {
    private static final int SLACK = 24;
    private static final int ZOMBIE_PAGES = 256;
    private static final int PATIENCE = 200;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final SignalInfo INFORMATION = new SignalInfo();

    private WaitRows() {
    }

    /** W3: the memory of a zombie is free at once; its process is not. */
    static void zombie(int count) {
        Address memory = Pages.map(ZOMBIE_PAGES);
        BEFORE.read();
        int child = Processes.fork();
        if (child == 0) {
            Pages.write(memory, 0, ZOMBIE_PAGES);
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
        Pages.unmap(memory, ZOMBIE_PAGES);
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

package cleave.guestos.user.usertests;

import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Rows of exec. */
final class ExecRows {
    private static final int SLACK = 24;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();

    private ExecRows() {
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
}

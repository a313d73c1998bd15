package cleave.guestos.user.init;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Timespec;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Systems;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;

/**
 * The orderly end: asks all processes to end, waits, kills those that have not, writes everything
 * to the disk, takes the file systems off, and tells the kernel.
 */
final class Shutdown {
    /** Seconds that processes have between SIGTERM and SIGKILL, and after it. */
    private static final int PATIENCE = 3;
    private static final int ALL_PROCESSES = -1;
    private static final Timespec TIMEOUT = new Timespec();

    private Shutdown() {
    }

    static void run(int command, String what) {
        Stdio.stdout().put("init: ").put(what).line().flush();
        Signals.kill(ALL_PROCESSES, Signal.SIGTERM);
        Signals.kill(ALL_PROCESSES, Signal.SIGHUP);
        Signals.kill(ALL_PROCESSES, Signal.SIGCONT);
        if (!allGone()) {
            Signals.kill(ALL_PROCESSES, Signal.SIGKILL);
            allGone();
        }
        Files.sync();
        Mounts.unmountAll();
        Files.sync();
        Systems.reboot(command);
        Stdio.stdout().put("init: the kernel did not take the command\n").flush();
    }

    /** Waits until no process is left, but not for ever. */
    private static boolean allGone() {
        long end = Time.monotonic() + (long) PATIENCE * Time.NANOSECONDS;
        while (true) {
            int ended = Wait.waitpid(-1, WaitOptions.WNOHANG);
            if (ended < 0) {
                return true;
            }
            if (ended == 0) {
                long rest = end - Time.monotonic();
                if (rest <= 0) {
                    return false;
                }
                TIMEOUT.seconds = rest / Time.NANOSECONDS;
                TIMEOUT.nanoseconds = rest % Time.NANOSECONDS;
                Signals.sigtimedwait(Signals.set(Signal.SIGCHLD), null, TIMEOUT);
            }
        }
    }
}

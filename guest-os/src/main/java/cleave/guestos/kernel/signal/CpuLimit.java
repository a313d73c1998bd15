package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Usage;
import cleave.guestos.kernel.time.Clock;

/** {@code RLIMIT_CPU}, and the timers of a process's own time, at each tick. */
public final class CpuLimit {
    private CpuLimit() {
    }

    /** Looks at a process that runs, its times being up to date. */
    public static void look(Process process) {
        Process leader = process.leader;
        Timers.look(leader);
        int soft = process.limits.soft[Limits.CPU];
        if (soft == Limits.INFINITE) {
            return;
        }
        long seconds = Usage.runningOf(process) / Clock.frequency();
        int hard = process.limits.hard[Limits.CPU];
        if (hard != Limits.INFINITE && seconds >= (hard & 0xffff_ffffL)) {
            Signals.send(leader, Signal.SIGKILL);
        } else if (seconds >= (soft & 0xffff_ffffL) && seconds != leader.cpuWarnings) {
            // Once each second from then on.
            leader.cpuWarnings = (int) seconds;
            Signals.send(leader, Signal.SIGXCPU);
        }
    }
}

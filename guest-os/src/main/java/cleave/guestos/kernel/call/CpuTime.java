package cleave.guestos.kernel.call;

import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.Scheduler;

/** Time that processes have had of the hart, in ticks. */
final class CpuTime {
    private CpuTime() {
    }

    static long of(Process process) {
        if (process == Process.current()) {
            Scheduler.chargeCurrent();
        }
        return process.usage.running;
    }

    /** Of the process of that number, 0 for the current one; -1 if there is none. */
    static long of(int pid) {
        Process process = pid == 0 ? Process.current() : Processes.find(pid);
        return process == null ? -1 : of(process);
    }
}

package cleave.guestos.kernel.call;

import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.process.Usage;

/** Time that threads and processes have had of the hart, in ticks. */
final class CpuTime {
    private CpuTime() {
    }

    /** Of the current thread, or of its process. */
    static long ofCurrent(boolean thread) {
        Scheduler.chargeCurrent();
        return thread ? Process.current().usage.running : Usage.runningOf(Process.current());
    }

    /**
     * Of the thread of that number, which must be one of the current process, or of the process; -1
     * if there is none.
     */
    static long of(int number, boolean thread) {
        if (number == 0) {
            return ofCurrent(thread);
        }
        Process process = Processes.find(number);
        Process leader = Process.current().leader;
        if (process == null || (thread ? process.leader != leader : process.leader != process)) {
            return -1;
        }
        Scheduler.chargeCurrent();
        return thread ? process.usage.running : Usage.runningOf(process);
    }
}

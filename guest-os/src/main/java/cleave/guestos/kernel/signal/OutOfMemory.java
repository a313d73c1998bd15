package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.file.WriteBack;
import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.process.InitialProcess;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.Scheduler;
import cleave.magic.Address;
import cleave.magic.Panic;

/**
 * What an access that needs memory leads to when there is none: what is not on the disks yet goes
 * there, and if that is not enough, the largest process dies, for the others to live.
 */
final class OutOfMemory {
    private static final int KIBIBYTES_PER_PAGE = 4;
    /** More frames than an access takes: page, page table, and what the page cache keeps of it. */
    private static final int ENOUGH = 16;

    private OutOfMemory() {
    }

    /** Makes room for the current process, or ends it. */
    static void kill() {
        FailNth.relent();
        // Somebody may have given memory back; and a failure may have been made for a test.
        if (Frames.free() >= ENOUGH || WriteBack.relieve() && Frames.free() >= ENOUGH) {
            return;
        }
        Process victim = choose();
        Process self = Process.current();
        if (victim == null) {
            Panic.stop("memory is full, and no process is left that could be ended");
        }
        if (!victim.is(Process.ENDING)) {
            Log.line().text("out of memory: killed process ").decimal(victim.pid).text(" (")
                    .text(Address.of(victim.name)).text("), ")
                    .decimal(residentOf(victim) * KIBIBYTES_PER_PAGE).text(" KiB").end();
            Signals.send(victim, Signal.SIGKILL);
        }
        if (victim != self) {
            // The victim ends in its own turn; the access is tried again behind it.
            Scheduler.yield();
        }
    }

    private static Process choose() {
        Process victim = null;
        int most = 0;
        for (Process process = Processes.first(); process != null;
                process = Processes.next(process)) {
            int resident = residentOf(process);
            if (resident > most && process.pid != InitialProcess.PID) {
                victim = process;
                most = resident;
            }
        }
        return victim;
    }

    /** Pages of a process; 0 when it has let go of its memory. */
    private static int residentOf(Process process) {
        Process thread = process;
        while (thread != null && thread.space == null) {
            thread = thread.nextThread();
        }
        return thread == null ? 0 : thread.space.resident;
    }
}

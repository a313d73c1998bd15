package cleave.guestos.kernel.process;

import cleave.magic.Struct;

/** A list of processes in order of arrival; a process is in one at most. */
final class ProcessList extends Struct {
    Process first;
    Process last;

    void append(Process process) {
        process.previousWaiting = last;
        process.nextWaiting = null;
        if (last == null) {
            first = process;
        } else {
            last.nextWaiting = process;
        }
        last = process;
    }

    /** Puts a process behind another; at the beginning if that is null. */
    void insertBehind(Process process, Process before) {
        Process behind = before == null ? first : before.nextWaiting;
        process.previousWaiting = before;
        process.nextWaiting = behind;
        if (before == null) {
            first = process;
        } else {
            before.nextWaiting = process;
        }
        if (behind == null) {
            last = process;
        } else {
            behind.previousWaiting = process;
        }
    }

    void remove(Process process) {
        if (process.previousWaiting == null) {
            first = process.nextWaiting;
        } else {
            process.previousWaiting.nextWaiting = process.nextWaiting;
        }
        if (process.nextWaiting == null) {
            last = process.previousWaiting;
        } else {
            process.nextWaiting.previousWaiting = process.previousWaiting;
        }
        process.nextWaiting = null;
        process.previousWaiting = null;
    }
}

package cleave.guestos.kernel.process;

import cleave.magic.Struct;

/** What a thread, or a process's children that were waited for, have used of the machine. */
public final class Usage extends Struct {
    /** Ticks in programs and in the kernel for them, together. */
    public long running;
    /** Ticks in the kernel. */
    public long system;
    public int minorFaults;
    public int majorFaults;
    /** How often it has slept, and how often others were given its turn. */
    public int voluntarySwitches;
    public int involuntarySwitches;
    /** The most pages it had at a time. */
    public int maxResident;

    /** Ticks in programs. */
    public long user() {
        return running - system;
    }

    public void clear() {
        running = 0;
        system = 0;
        minorFaults = 0;
        majorFaults = 0;
        voluntarySwitches = 0;
        involuntarySwitches = 0;
        maxResident = 0;
    }

    /** Adds what all threads of a process have used. */
    public void addAll(Process process) {
        ThreadGroup group = process.threads;
        add(process.leader.usage);
        if (group != null) {
            add(group.gone);
            for (Process thread = process.leader.nextThread; thread != null;
                    thread = thread.nextThread) {
                add(thread.usage);
            }
        }
    }

    /** Ticks of all threads of a process, in its program and in the kernel for it. */
    public static long runningOf(Process process) {
        ThreadGroup group = process.threads;
        long sum = process.leader.usage.running;
        if (group != null) {
            sum += group.gone.running;
            for (Process thread = process.leader.nextThread; thread != null;
                    thread = thread.nextThread) {
                sum += thread.usage.running;
            }
        }
        return sum;
    }

    /** Ticks of all threads of a process in its program. */
    public static long userOf(Process process) {
        ThreadGroup group = process.threads;
        long sum = process.leader.usage.user();
        if (group != null) {
            sum += group.gone.user();
            for (Process thread = process.leader.nextThread; thread != null;
                    thread = thread.nextThread) {
                sum += thread.usage.user();
            }
        }
        return sum;
    }

    public void add(Usage other) {
        running += other.running;
        system += other.system;
        minorFaults += other.minorFaults;
        majorFaults += other.majorFaults;
        voluntarySwitches += other.voluntarySwitches;
        involuntarySwitches += other.involuntarySwitches;
        maxResident = Math.max(maxResident, other.maxResident);
    }
}

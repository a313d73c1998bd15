package cleave.guestos.kernel.process;

import cleave.magic.Struct;

/** What a process, or its children that were waited for, have used of the machine. */
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

    void clear() {
        running = 0;
        system = 0;
        minorFaults = 0;
        majorFaults = 0;
        voluntarySwitches = 0;
        involuntarySwitches = 0;
        maxResident = 0;
    }

    void add(Usage other) {
        running += other.running;
        system += other.system;
        minorFaults += other.minorFaults;
        majorFaults += other.majorFaults;
        voluntarySwitches += other.voluntarySwitches;
        involuntarySwitches += other.involuntarySwitches;
        maxResident = Math.max(maxResident, other.maxResident);
    }
}

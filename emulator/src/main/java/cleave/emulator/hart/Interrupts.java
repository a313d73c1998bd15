package cleave.emulator.hart;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * {@code mip}, {@code mie} and {@code mideleg}: sections 3.1.8 and 3.1.9 of the privileged
 * specification. A pending bit is the OR of what software wrote and of the wire that leads there.
 */
public final class Interrupts {
    public static final int SSI = 1 << 1;
    public static final int MSI = 1 << 3;
    public static final int STI = 1 << 5;
    public static final int MTI = 1 << 7;
    public static final int SEI = 1 << 9;
    public static final int MEI = 1 << 11;

    /** The interrupts of S-mode: the bits of {@code mideleg} and of {@code sip}. */
    public static final int SUPERVISOR = SSI | STI | SEI;
    public static final int ALL = SUPERVISOR | MSI | MTI | MEI;

    private static final int[] PRIORITY = {MEI, MSI, MTI, SEI, SSI, STI};

    private int wires;
    private int software;
    private int enabled;
    private int delegated;
    private boolean timerCompareOwnsSti;

    void reset() {
        software = 0;
        enabled = 0;
        delegated = 0;
        timerCompareOwnsSti = false;
    }

    /** The level of the wire to one bit of {@code mip}. */
    public void setWire(int bit, boolean high) {
        wires = high ? wires | bit : wires & ~bit;
    }

    /** With Sstc enabled, {@code mip.STIP} is {@code stimecmp}'s alone and not writable. */
    void setTimerCompareOwnsSti(boolean owns) {
        timerCompareOwnsSti = owns;
    }

    /** {@code mip} as it is read. */
    public int pending() {
        int seen = timerCompareOwnsSti ? wires | software & ~STI : wires & ~STI | software;
        return seen & ALL;
    }

    /**
     * {@code mip} as {@code csrrs} and {@code csrrc} modify it: of SEIP, only what software wrote
     * (section 3.1.9).
     */
    int pendingToModify() {
        return pending() & ~SEI | software & SEI;
    }

    void writePending(int value, int writable) {
        int mask = writable & (timerCompareOwnsSti ? SUPERVISOR & ~STI : SUPERVISOR);
        software = software & ~mask | value & mask;
    }

    public int enabled() {
        return enabled;
    }

    void writeEnabled(int value, int writable) {
        enabled = enabled & ~writable | value & writable;
    }

    public int delegated() {
        return delegated;
    }

    void writeDelegated(int value) {
        delegated = value & SUPERVISOR;
    }

    /** Pending and enabled one by one, whatever the global enables say: what ends {@code wfi}. */
    public int ready() {
        return pending() & enabled;
    }

    /**
     * The bit of the interrupt to take, or 0.
     *
     * @param machineEnabled whether interrupts to M-mode are globally enabled now
     * @param supervisorEnabled the same for S-mode
     */
    int select(boolean machineEnabled, boolean supervisorEnabled) {
        int ready = ready();
        if (ready == 0) {
            return 0;
        }
        int toMachine = ready & ~delegated;
        if (machineEnabled && toMachine != 0) {
            return highest(toMachine);
        }
        int toSupervisor = ready & delegated;
        return supervisorEnabled && toSupervisor != 0 ? highest(toSupervisor) : 0;
    }

    private static int highest(int bits) {
        for (int bit : PRIORITY) {
            if ((bits & bit) != 0) {
                return bit;
            }
        }
        return 0;
    }

    void save(StateWriter out) {
        out.section("interrupts");
        out.putInt(wires);
        out.putInt(software);
        out.putInt(enabled);
        out.putInt(delegated);
        out.putBoolean(timerCompareOwnsSti);
    }

    void load(StateReader in) {
        in.section("interrupts");
        wires = in.getInt();
        software = in.getInt();
        enabled = in.getInt();
        delegated = in.getInt();
        timerCompareOwnsSti = in.getBoolean();
    }
}

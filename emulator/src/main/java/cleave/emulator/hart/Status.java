package cleave.emulator.hart;

import cleave.toolchain.isa.PrivilegeMode;

/**
 * The bits of {@code mstatus} and of its view {@code sstatus}: section 3.1.6 of the privileged
 * specification. There is no floating point, no vector unit and no big-endian mode, so FS, VS, XS,
 * SD and the endianness bits are zero and stay so.
 */
public final class Status {
    public static final int SIE = 1 << 1;
    public static final int MIE = 1 << 3;
    public static final int SPIE = 1 << 5;
    public static final int MPIE = 1 << 7;
    public static final int SPP = 1 << 8;
    public static final int MPP_SHIFT = 11;
    public static final int MPP = 3 << MPP_SHIFT;
    public static final int MPRV = 1 << 17;
    public static final int SUM = 1 << 18;
    public static final int MXR = 1 << 19;
    public static final int TVM = 1 << 20;
    public static final int TW = 1 << 21;
    public static final int TSR = 1 << 22;

    static final int SUPERVISOR_BITS = SIE | SPIE | SPP | SUM | MXR;
    static final int MACHINE_BITS =
            SUPERVISOR_BITS | MIE | MPIE | MPP | MPRV | TVM | TW | TSR;

    private Status() {
    }

    /** Writes the bits of {@code mask}; the reserved value 2 of MPP becomes the least mode, U. */
    static int write(int status, int value, int mask) {
        boolean reserved = PrivilegeMode.of(value >>> MPP_SHIFT & 3) == null;
        int legal = reserved ? value & ~MPP : value;
        return status & ~mask | legal & mask;
    }

    static int previousMode(int status) {
        return (status & MPP) >>> MPP_SHIFT;
    }
}

package cleave.guestos.firmware;

/** Bits of {@code mstatus} (privileged specification, section 3.1.6). */
final class MachineStatus {
    static final int SIE = 1 << 1;
    static final int SPIE = 1 << 5;
    static final int MPIE = 1 << 7;
    static final int SPP = 1 << 8;
    static final int MPP_SHIFT = 11;
    static final int MPP = 3 << MPP_SHIFT;
    static final int FS = 3 << 13;
    static final int MPRV = 1 << 17;
    static final int MXR = 1 << 19;

    /** SPP and SPIE stand this far left of MPP's lower bit and of SIE. */
    static final int MPP_TO_SPP = MPP_SHIFT - 8;
    static final int SIE_TO_SPIE = 5 - 1;

    private MachineStatus() {
    }
}

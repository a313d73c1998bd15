package cleave.guestos.firmware;

import cleave.toolchain.isa.Register;

/**
 * The interrupted code's state on the firmware's stack while a trap is handled: offsets in bytes
 * from {@code s0}. Register x0 has a word, too: what is written there is lost, as it should be.
 */
final class TrapFrame {
    static final int EPC = 32 * Integer.BYTES;
    static final int STATUS = 33 * Integer.BYTES;
    /** A multiple of 16, as the stack pointer must be. */
    static final int SIZE = 36 * Integer.BYTES;

    private TrapFrame() {
    }

    static int of(Register register) {
        return register.number() * Integer.BYTES;
    }
}

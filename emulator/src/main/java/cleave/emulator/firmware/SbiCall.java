package cleave.emulator.firmware;

import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.SbiError;

/**
 * The call in progress: its arguments, and the ways to end it. A call that ends in none of these
 * ways does not return to its caller (SBI specification 2.0, chapters 3 and 5).
 */
final class SbiCall {
    private static final int A0 = Register.A0.number();
    private static final int A1 = Register.A1.number();
    private static final int A6 = Register.A6.number();
    private static final int A7 = Register.A7.number();
    private static final int ECALL_BYTES = 4;

    private final Hart hart;

    SbiCall(Hart hart) {
        this.hart = hart;
    }

    int extensionId() {
        return hart.x[A7];
    }

    int functionId() {
        return hart.x[A6];
    }

    /** The argument in a0 and following, counted from 0. */
    int argument(int index) {
        return hart.x[A0 + index];
    }

    void succeeds(int value) {
        returns(SbiError.SUCCESS, value);
    }

    /** The value is 0, which the specification leaves open. */
    void fails(SbiError error) {
        returns(error, 0);
    }

    private void returns(SbiError error, int value) {
        hart.x[A1] = value;
        returnsLegacy(error.code());
    }

    /** A legacy call returns in a0 only. */
    void returnsLegacy(int value) {
        hart.x[A0] = value;
        hart.pc += ECALL_BYTES;
        hart.trapLoop().returned();
    }
}

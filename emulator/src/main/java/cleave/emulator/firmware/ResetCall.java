package cleave.emulator.firmware;

import cleave.emulator.device.PowerControl;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;

/**
 * SRST (SBI specification 2.0, chapter 10). A shutdown without reason ends the run with exit code
 * 0, one because of a system failure with {@link Sbi#SYSTEM_FAILURE_EXIT_CODE}. Cold and warm
 * reboot are the same reset.
 */
final class ResetCall {
    private final SbiCall call;
    private final PowerControl power;

    ResetCall(SbiCall call, PowerControl power) {
        this.call = call;
        this.power = power;
    }

    void answer() {
        int type = call.argument(0);
        int reason = call.argument(1);
        if (reason != Sbi.REASON_NONE && reason != Sbi.REASON_SYSTEM_FAILURE) {
            call.fails(SbiError.INVALID_PARAM);
            return;
        }
        switch (type) {
            case Sbi.RESET_SHUTDOWN -> power.exit(
                    reason == Sbi.REASON_NONE ? 0 : Sbi.SYSTEM_FAILURE_EXIT_CODE);
            case Sbi.RESET_COLD_REBOOT, Sbi.RESET_WARM_REBOOT -> power.reset();
            default -> call.fails(SbiError.INVALID_PARAM);
        }
    }
}

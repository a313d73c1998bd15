package cleave.tests.firmware;

import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiFunction;

/** The test kernel's last call, which does not return. */
enum Ending {
    SHUTDOWN(SbiFunction.SYSTEM_RESET, Sbi.RESET_SHUTDOWN, Sbi.REASON_NONE),
    SYSTEM_FAILURE(SbiFunction.SYSTEM_RESET, Sbi.RESET_SHUTDOWN, Sbi.REASON_SYSTEM_FAILURE),
    LEGACY_SHUTDOWN(SbiFunction.LEGACY_SHUTDOWN, 0, 0),
    COLD_REBOOT(SbiFunction.SYSTEM_RESET, Sbi.RESET_COLD_REBOOT, Sbi.REASON_NONE),
    WARM_REBOOT(SbiFunction.SYSTEM_RESET, Sbi.RESET_WARM_REBOOT, Sbi.REASON_SYSTEM_FAILURE),
    HART_STOP(SbiFunction.HART_STOP, 0, 0);

    final SbiFunction function;
    final int[] arguments;

    Ending(SbiFunction function, int... arguments) {
        this.function = function;
        this.arguments = arguments;
    }
}

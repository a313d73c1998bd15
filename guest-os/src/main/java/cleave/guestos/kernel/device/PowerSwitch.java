package cleave.guestos.kernel.device;

import cleave.magic.Rv;

/** Switching the machine off (SBI specification, "System Reset Extension" and legacy shutdown). */
public final class PowerSwitch {
    private static final int SYSTEM_RESET = 0x5352_5354;
    private static final int SHUTDOWN = 0;
    private static final int COLD_REBOOT = 1;
    private static final int NO_REASON = 0;
    private static final int SYSTEM_FAILURE = 1;
    private static final int LEGACY_SHUTDOWN = 8;

    private PowerSwitch() {
    }

    public static void off() {
        reset(SHUTDOWN, NO_REASON);
    }

    public static void reboot() {
        reset(COLD_REBOOT, NO_REASON);
    }

    /** Off, as a machine that has failed. */
    public static void fail() {
        reset(SHUTDOWN, SYSTEM_FAILURE);
    }

    private static void reset(int type, int reason) {
        Rv.sbi(SYSTEM_RESET, 0, type, reason, 0, 0);
        Rv.sbi(LEGACY_SHUTDOWN, 0, 0, 0, 0, 0);
        while (true) {
            Rv.wfi();
        }
    }
}

package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Reboot;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.PowerSwitch;
import cleave.guestos.kernel.device.Uart;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** {@code reboot}: switches the machine off or on again, with everything written to the disks. */
final class PowerCalls {
    /** Birthdays of Torvalds and his daughters; one of these is the second magic number. */
    private static final int[] MAGICS = {672_274_793, 85_072_278, 369_367_448, 537_993_216};
    private static final int RESTART_WITH_TEXT = 0xa1b2_c3d4;

    private PowerCalls() {
    }

    @EntryPoint("sys_reboot")
    static int reboot(int magic, int second, int command, int argument) {
        if (Process.current().credentials.euid != 0) {
            return -Errno.EPERM;
        }
        boolean known = false;
        for (int number : MAGICS) {
            known |= number == second;
        }
        if (magic != Reboot.MAGIC1 || !known) {
            return -Errno.EINVAL;
        }
        switch (command) {
            case Reboot.RESTART, RESTART_WITH_TEXT -> {
                end("reboot: Restarting system");
                PowerSwitch.reboot();
            }
            case Reboot.HALT -> {
                end("reboot: System halted");
                PowerSwitch.off();
            }
            case Reboot.POWER_OFF -> {
                end("reboot: Power down");
                PowerSwitch.off();
            }
            case Reboot.CAD_ON, Reboot.CAD_OFF -> {
                // There are no such keys on a serial line.
                return 0;
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }

    private static void end(String text) {
        Mounts.stop();
        Uart.finish();
        Log.line().text(text).end();
    }
}

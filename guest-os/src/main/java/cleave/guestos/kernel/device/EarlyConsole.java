package cleave.guestos.kernel.device;

import cleave.magic.Rv;

/** The console of the firmware (SBI specification, "Legacy Extensions"), which is always there. */
public final class EarlyConsole {
    private static final int CONSOLE_PUTCHAR = 1;

    private EarlyConsole() {
    }

    public static void put(int character) {
        Rv.sbi(CONSOLE_PUTCHAR, 0, character, 0, 0, 0);
    }
}

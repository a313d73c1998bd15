package cleave.guestos.kernel.tty;

import cleave.guestos.kernel.device.Uart;

/** The terminal at the machine's serial line. */
public final class Console {
    private Console() {
    }

    /** From now on, what is typed is kept for programs. */
    public static void begin() {
        Uart.receive(LineDiscipline::receivedByConsole);
    }
}

package cleave.guestos.greeting;

import cleave.guest.Program;
import cleave.magic.PanicHandler;
import cleave.magic.PanicSite;

/**
 * The greeting: an M-mode program for {@code -bios none} that greets over the UART, echoes each
 * line that is typed, and switches the machine off with exit code 0 at {@code exit} or Ctrl-D. It
 * sleeps in {@code wfi} until the UART interrupts. A trap, of which there should be none, ends it
 * with exit code 1.
 */
public final class Greeting {
    private static final String TEXT = "Cleave: a RISC-V RV32 computer.\r\n"
            + "This is a bare-metal program in machine mode: it echoes every line you type.\r\n"
            + "Type exit or press Ctrl-D to switch the machine off.\r\n";
    private static final int TRAPPED_EXIT_CODE = 1;

    private Greeting() {
    }

    static int main() {
        Serial.prepare();
        Keyboard.prepare();
        Serial.print(TEXT);
        LineEcho.run();
        Serial.print("bye\r\n");
        return 0;
    }

    @PanicHandler
    static void trapped(PanicSite site) {
        Serial.print("a trap that should not be: the machine is switched off\r\n");
        Program.exit(TRAPPED_EXIT_CODE);
    }
}

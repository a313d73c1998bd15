package cleave.guestos.greeting;

import cleave.guestos.platform.VirtMachine;
import cleave.magic.Address;
import cleave.magic.Csr;
import cleave.magic.Rv;
import cleave.magic.Struct;

/**
 * Input by interrupt: the UART's, through the PLIC to M-mode. Taking interrupts stays switched off,
 * so that one only ends {@code wfi}; it is claimed before the input is read and completed when
 * there is no more, and what arrives in between is pending again.
 */
final class Keyboard {
    /** Of {@code mie}: external interrupts of M-mode. */
    private static final int EXTERNAL = 1 << 11;

    /** The interrupt being served, or 0. */
    private static int claimed;

    private Keyboard() {
    }

    private static PlicRegisters plic() {
        return Struct.at(Address.of(VirtMachine.PLIC), PlicRegisters.class);
    }

    /** Lets the UART interrupt. */
    static void prepare() {
        plic().priorities[VirtMachine.UART_INTERRUPT] = 1;
        plic().enable = 1 << VirtMachine.UART_INTERRUPT;
        plic().threshold = 0;
        Serial.interruptOnInput();
        Csr.write(cleave.toolchain.isa.Csr.MIE, EXTERNAL);
    }

    /** Sleeps until there is a byte, and takes it. */
    static int take() {
        int character = Serial.take();
        while (character < 0) {
            if (claimed != 0) {
                plic().claim = claimed;
            }
            Rv.wfi();
            claimed = plic().claim;
            character = Serial.take();
        }
        return character;
    }
}

package cleave.guestos.greeting;

import cleave.guestos.platform.Uart;
import cleave.guestos.platform.VirtMachine;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Bytes to and from the UART. */
final class Serial {
    private static final int BYTE = 0xff;

    private Serial() {
    }

    private static UartRegisters uart() {
        return Struct.at(Address.of(VirtMachine.UART), UartRegisters.class);
    }

    /** Makes it usable: eight bits, no interrupts. The FIFOs stay, for switching loses input. */
    static void prepare() {
        uart().lineControl = Uart.LCR_EIGHT_BITS;
        uart().interruptEnable = 0;
    }

    static void interruptOnInput() {
        uart().interruptEnable = Uart.IER_RECEIVE;
    }

    /** Sends a byte as soon as there is room. */
    static void put(int character) {
        while ((uart().lineStatus & Uart.LSR_TRANSMITTER_EMPTY) == 0) {
            continue;
        }
        uart().data = (byte) character;
    }

    /** The next byte, or -1 when none has arrived. */
    static int take() {
        return (uart().lineStatus & Uart.LSR_READY) == 0 ? -1 : uart().data & BYTE;
    }

    static void print(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }
}

package cleave.guestos.greeting;

import cleave.guestos.platform.Uart;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** The NS16550A (PC16550D data sheet, section 8) with DLAB clear. */
final class UartRegisters extends Struct {
    /** A load takes a byte from the receiver, a store gives one to the transmitter. */
    @Offset(Uart.DATA)
    volatile byte data;
    @Offset(Uart.IER)
    volatile byte interruptEnable;
    volatile byte fifoControl;
    @Offset(Uart.LCR)
    volatile byte lineControl;
    volatile byte modemControl;
    @Offset(Uart.LSR)
    volatile byte lineStatus;
}

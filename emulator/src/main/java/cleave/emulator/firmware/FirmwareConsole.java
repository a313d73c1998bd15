package cleave.emulator.firmware;

import cleave.emulator.device.Uart16550;
import cleave.emulator.hart.Hart;
import cleave.emulator.memory.Bus;
import cleave.emulator.platform.VirtPlatform;

/**
 * The console of the firmware: the machine's NS16550A, through its registers, as firmware in
 * machine code uses it, so that a kernel's own driver and the firmware share one queue of input.
 * FIFOs stay as they are, for switching them loses input.
 */
final class FirmwareConsole {
    private static final long UART = VirtPlatform.row("uart0").base();
    private static final int LINE_READY = 1;
    /** LCR: eight bits, no parity, one stop bit, no divisor latch. */
    private static final int EIGHT_BITS = 3;

    private final Hart hart;
    private final Bus bus;

    FirmwareConsole(Hart hart, Bus bus) {
        this.hart = hart;
        this.bus = bus;
    }

    /** Makes the UART usable: no interrupts, eight bits. */
    void prepare() {
        write(Uart16550.Reg.LCR, EIGHT_BITS);
        write(Uart16550.Reg.IER, 0);
    }

    /** Sends the low eight bits. */
    void put(int octet) {
        write(Uart16550.Reg.THR, octet & 0xff);
        hart.cycle += SbiFirmware.CONSOLE_BYTE_CYCLES;
    }

    /** The next byte of input, 0 to 255, or -1 when none has arrived. */
    int take() {
        if ((read(Uart16550.Reg.LSR) & LINE_READY) == 0) {
            return -1;
        }
        hart.cycle += SbiFirmware.CONSOLE_BYTE_CYCLES;
        return read(Uart16550.Reg.RBR);
    }

    private int read(Uart16550.Reg register) {
        return (int) bus.load(UART + register.offset(), register.width());
    }

    private void write(Uart16550.Reg register, int value) {
        bus.store(UART + register.offset(), register.width(), value);
    }
}

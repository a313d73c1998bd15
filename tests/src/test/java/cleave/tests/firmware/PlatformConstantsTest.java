package cleave.tests.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.device.Clint;
import cleave.emulator.device.TestFinisher;
import cleave.emulator.device.Uart16550;
import cleave.emulator.platform.VirtPlatform;
import cleave.guestos.platform.Uart;
import cleave.guestos.platform.VirtMachine;
import org.junit.jupiter.api.Test;

/** What the guest's programs believe of the machine is what the machine's own table says. */
class PlatformConstantsTest {
    private static int base(String device) {
        return (int) VirtPlatform.row(device).base();
    }

    @Test
    void devicesAreWhereTheProgramsLookForThem() {
        assertEquals(base("test"), VirtMachine.TEST_FINISHER);
        assertEquals(base("clint"), VirtMachine.CLINT);
        assertEquals(base("plic"), VirtMachine.PLIC);
        assertEquals(base("uart0"), VirtMachine.UART);
        assertEquals(VirtPlatform.row("uart0").source(), VirtMachine.UART_INTERRUPT);
        assertEquals((int) VirtPlatform.RAM_BASE, VirtMachine.RAM);
    }

    @Test
    void registersAreTheDevicesOwn() {
        assertEquals(Clint.Reg.MTIME.offset(), VirtMachine.CLINT_MTIME);
        assertEquals(Clint.Reg.MTIMECMP.offset(), VirtMachine.CLINT_MTIMECMP);
        assertEquals(TestFinisher.Command.PASS.value(), VirtMachine.FINISH_PASS);
        assertEquals(TestFinisher.Command.FAIL.value(), VirtMachine.FINISH_FAIL);
        assertEquals(TestFinisher.Command.RESET.value(), VirtMachine.FINISH_RESET);
        assertEquals(Uart16550.Reg.RBR.offset(), Uart.DATA);
        assertEquals(Uart16550.Reg.IER.offset(), Uart.IER);
        assertEquals(Uart16550.Reg.LCR.offset(), Uart.LCR);
        assertEquals(Uart16550.Reg.LSR.offset(), Uart.LSR);
    }
}

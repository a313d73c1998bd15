package cleave.emulator.device;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same accesses on QEMU's devices and on ours, with the same answers. */
final class QemuDeviceTest {
    private static final int UART = 0x1000_0000;
    private static final int CLINT = 0x0200_0000;
    private static final int PLIC = 0x0c00_0000;
    private static final int RTC = 0x0010_1000;
    private static final int TEST = 0x0010_0000;
    private static final int UART_SOURCE = 10;

    @TempDir
    Path folder;

    private DeviceBench machine() {
        DeviceBench bench = new DeviceBench();
        Plic plic = bench.attach(PLIC, 0x60_0000, new Plic(bench.meip, bench.seip, bench.errors()));
        bench.attach(CLINT, 0x1_0000,
                new Clint(bench.timer, bench.events, bench.msip, bench.mtip, bench.errors())).reset();
        bench.attach(UART, 0x100, new Uart16550("uart0", bench.events, ConsolePort.NONE,
                plic.source(UART_SOURCE), bench.errors()));
        bench.attach(RTC, 0x1000, new GoldfishRtc(0, bench.timer, bench.events,
                plic.source(11), bench.errors()));
        bench.attach(TEST, 0x1000, new TestFinisher(null, bench.errors()));
        return bench;
    }

    private void compare(DeviceScript script) throws Exception {
        QemuPeer.assertSame(script, new QemuPeer(folder).run(script), script.run(machine()));
    }

    @Test
    void everyWidthAndOffsetIsAcceptedOrRefusedAsByQemu() throws Exception {
        DeviceScript script = new DeviceScript();
        int[] addresses = {
            UART, UART + 2, UART + 4, UART + 7, UART + 8, UART + 0x10,
            CLINT, CLINT + 4, CLINT + 0x100, CLINT + 0x3ffc, CLINT + 0x4000, CLINT + 0x4004,
            CLINT + 0x4008, CLINT + 0xbff4, CLINT + 0xc000, CLINT + 0xfffc,
            PLIC, PLIC + 4, PLIC + 0x100, PLIC + 0x1000, PLIC + 0x100c, PLIC + 0x2000,
            PLIC + 0x208c, PLIC + 0x20_0000, PLIC + 0x20_0004, PLIC + 0x20_0008,
            PLIC + 0x20_1004, PLIC + 0x5f_fffc,
            RTC + 8, RTC + 0x18, RTC + 0x20, RTC + 0x24, RTC + 0x100, TEST, TEST + 4, TEST + 0xffc};
        for (int address : addresses) {
            for (int width = 1; width <= 4; width *= 2) {
                if (address % width == 0) {
                    script.load(width, address);
                    if (address != UART) {
                        script.store(width, address, 0).load(width, address);
                    }
                }
            }
        }
        compare(script);
    }
}

package cleave.emulator.device;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
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
    private static final long EPOCH = 1_767_225_600_000_000_000L;

    @TempDir
    Path folder;

    private QemuPeer qemu;

    @BeforeEach
    void findQemu() throws Exception {
        qemu = new QemuPeer(folder);
    }

    private DeviceBench machine() {
        DeviceBench bench = new DeviceBench();
        Plic plic = bench.attach(PLIC, 0x60_0000,
                new Plic(bench.meip, bench.seip, bench.errors()));
        bench.attach(CLINT, 0x1_0000,
                new Clint(bench.timer, bench.events, bench.msip, bench.mtip, bench.errors()))
                .reset();
        bench.attach(UART, 0x100, new Uart16550("uart0", bench.events, ConsolePort.NONE,
                plic.source(UART_SOURCE), bench.errors()));
        bench.attach(RTC, 0x1000, new GoldfishRtc(EPOCH, bench.timer, bench.events,
                plic.source(11), bench.errors()));
        bench.attach(TEST, 0x1000, new TestFinisher(null, bench.errors()));
        return bench;
    }

    private void compare(DeviceScript script) throws Exception {
        QemuPeer.assertSame(script, qemu.run(script), script.run(machine()));
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

    @Test
    void randomUartProgramsSeeWhatTheySeeOnQemu() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            System.out.println("UART against QEMU, seed " + seed);
            Random random = new Random(seed);
            DeviceScript script = setDivisor(new DeviceScript());
            for (int i = 0; i < 800; i++) {
                uartStep(script, random);
            }
            compare(script);
        }
    }

    /** QEMU's character time-out depends on the divisor, and ours does not: make it short. */
    private static DeviceScript setDivisor(DeviceScript script) {
        return script.store(1, UART + 3, 0x83).store(1, UART, 12).store(1, UART + 1, 0)
                .store(1, UART + 3, 3);
    }

    private static void uartStep(DeviceScript script, Random random) {
        int octet = random.nextInt(256);
        switch (random.nextInt(16)) {
            case 0 -> script.store(1, UART + 1, octet & 7);
            case 1 -> script.store(1, UART + 2, octet);
            case 2 -> script.store(1, UART + 2, octet | 1);
            case 3 -> script.store(1, UART + 3, octet & 0x7f);
            case 4 -> script.store(1, UART + 4, random.nextInt(4) == 0 ? octet : octet | 0x10);
            case 5 -> script.store(1, UART + 7, octet);
            case 6, 7, 8 -> script.store(1, UART, octet & 0x0f);
            case 9 -> {
                script.store(1, UART + 3, octet | 0x80).store(1, UART, octet)
                        .store(1, UART + 1, octet).load(1, UART).load(1, UART + 1)
                        .load(1, UART + 3);
                setDivisor(script).waitTicks(20_000);
            }
            case 10, 11 -> script.load(1, UART);
            default -> {
                int[] readable = {1, 2, 2, 2, 3, 4, 5, 5, 7};
                script.load(1, UART + readable[random.nextInt(readable.length)]);
            }
        }
    }

    @Test
    void plicRegistersKeepWhatTheyKeepOnQemu() throws Exception {
        Random random = new Random(7);
        DeviceScript script = new DeviceScript();
        for (int i = 0; i < 600; i++) {
            int address = PLIC + switch (random.nextInt(4)) {
                case 0 -> 4 + 4 * random.nextInt(95);
                case 1 -> 0x1000 + 4 * random.nextInt(3);
                case 2 -> 0x2000 + 0x80 * random.nextInt(2) + 4 * (1 + random.nextInt(2));
                default -> 0x20_0000 + 0x1000 * random.nextInt(2);
            };
            script.store(4, address, random.nextInt()).load(4, address);
        }
        compare(script);
    }

    @Test
    void interruptsAreClaimedAndCompletedAsOnQemu() throws Exception {
        int rtcSource = 11;
        DeviceScript script = new DeviceScript().store(4, CLINT + 0x4004, -1);
        for (int round = 0; round < 16; round++) {
            int uartPriority = round % 4 * 2;
            int claim = PLIC + 0x20_0004 + (round & 1) * 0x1000;
            script.store(4, PLIC + 4 * UART_SOURCE, uartPriority)
                    .store(4, PLIC + 4 * rtcSource, 1 + round % 5)
                    .store(4, PLIC + 0x20_0000, 0)
                    .store(4, PLIC + 0x2000, 3 << UART_SOURCE)
                    .store(4, PLIC + 0x2080, round < 8 ? 3 << UART_SOURCE : 1 << rtcSource)
                    .store(1, UART + 1, 2).pending().load(4, PLIC + 0x1000)
                    .store(4, RTC + 0x10, 1).store(4, RTC + 0xc, 0).store(4, RTC + 8, 1)
                    .pending().load(4, PLIC + 0x1000)
                    .store(4, PLIC + 0x20_0000, 3).pending()
                    .store(4, PLIC + 0x20_0000, 0).pending()
                    .load(4, claim).pending().load(4, PLIC + 0x1000)
                    .load(4, claim).pending().load(4, PLIC + 0x1000)
                    .load(4, claim)
                    .store(1, UART + 1, 0).store(4, RTC + 0x1c, 0)
                    .store(4, claim, UART_SOURCE).store(4, claim, rtcSource).pending()
                    .load(4, PLIC + 0x20_0004).load(4, PLIC + 0x20_1004).load(4, PLIC + 0x1000)
                    .store(4, PLIC + 0x20_0004, UART_SOURCE).store(4, PLIC + 0x20_0004, rtcSource);
        }
        compare(script);
    }

    @Test
    void softwareAndTimerInterruptsFollowTheClintAsOnQemu() throws Exception {
        DeviceScript script = new DeviceScript().pending()
                .store(4, CLINT + 0x4000, -1).pending()
                .store(4, CLINT + 0x4004, -1).pending()
                .load(4, CLINT + 0x4000).load(4, CLINT + 0x4004)
                .store(4, CLINT, -1).load(4, CLINT).pending()
                .store(4, CLINT, 2).load(4, CLINT).pending()
                .store(4, CLINT + 0xbffc, 5).load(4, CLINT + 0xbffc)
                .store(4, CLINT + 0x4004, 5).store(4, CLINT + 0x4000, 0).pending()
                .store(4, CLINT + 0x4000, -1).pending()
                .store(4, CLINT + 0xbff8, -1000).waitTicks(2000).load(4, CLINT + 0xbffc).pending()
                .store(4, CLINT + 0x4004, 6).store(4, CLINT + 0x4000, 20_000).pending()
                .waitTicks(30_000).pending()
                .store(4, CLINT + 0xbffc, 0).pending();
        compare(script);
    }

    @Test
    void alarmsGoOffAsOnQemu() throws Exception {
        DeviceScript script = new DeviceScript()
                .store(4, CLINT + 0x4004, -1)
                .store(4, PLIC + 4 * 11, 1).store(4, PLIC + 0x2000, 1 << 11)
                .store(4, RTC, 0).store(4, RTC + 4, 0).load(4, RTC + 4)
                .store(4, RTC + 4, 7).store(4, RTC, 0x1000)
                .load(4, RTC + 0x18)
                .store(4, RTC + 0xc, 7).store(4, RTC + 8, 50_000_000).load(4, RTC + 0x18)
                .load(4, RTC + 8).load(4, RTC + 0xc).load(4, RTC + 0x10)
                .store(4, RTC + 0x10, 3).load(4, RTC + 0x10).pending()
                .waitTicks(600_000).load(4, RTC + 0x18).pending()
                .store(4, RTC + 0x10, 0).pending()
                .load(4, PLIC + 0x20_0004).store(4, PLIC + 0x20_0004, 11)
                .store(4, RTC + 0x1c, 0).store(4, RTC + 0x10, 1).pending()
                .store(4, RTC + 8, 900_000_000).load(4, RTC + 0x18)
                .store(4, RTC + 0x14, 1).load(4, RTC + 0x18)
                .store(4, RTC + 8, 5).load(4, RTC + 0x18).pending()
                .load(4, RTC + 0x14).load(4, RTC + 0x1c)
                .store(4, RTC + 0x18, 1).load(4, RTC + 0x18);
        compare(script);
    }
}

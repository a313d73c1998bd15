package cleave.emulator.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.DeviceBench;
import cleave.emulator.device.DeviceScript;
import cleave.emulator.device.QemuPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same accesses to virtio slots, and the same requests, on QEMU and here. */
final class QemuVirtioTest {
    private static final int BLOCK = 0x1000_1000;
    private static final int RNG = 0x1000_2000;
    private static final int CONSOLE = 0x1000_3000;
    private static final int EMPTY = 0x1000_4000;
    private static final int RING = 0x8030_0000;
    private static final int DATA = 0x8032_0000;
    private static final int DISK_BYTES = 200 * 512 - 100;

    @TempDir
    Path folder;

    private QemuPeer qemu;

    @BeforeEach
    void findQemu() throws Exception {
        qemu = new QemuPeer(folder);
    }

    private final byte[] image = new byte[DISK_BYTES];
    private VirtioBlock ourDisk;

    private DeviceBench bench(boolean legacy, boolean readOnly) throws Exception {
        DeviceBench bench = new DeviceBench();
        Path copy = folder.resolve("ours.img");
        Files.write(copy, image);
        ourDisk = new VirtioBlock("b", FileBlockBackend.open(copy, readOnly), "serial no. 1",
                bench.events);
        VirtioDevice[] devices = {ourDisk, new VirtioRng(1),
            new VirtioConsole("c", ConsolePort.NONE, bench.events), null};
        for (int i = 0; i < devices.length; i++) {
            bench.attach(BLOCK + 0x1000L * i, 0x1000, new VirtioMmio("virtio" + i, legacy,
                    devices[i], bench.memory, level -> { }, bench.errors()));
        }
        return bench;
    }

    private List<String> qemuArguments(boolean legacy, boolean readOnly) throws Exception {
        Files.write(folder.resolve("qemu.img"), image);
        return new ArrayList<>(List.of(
                "-global", "virtio-mmio.force-legacy=" + legacy,
                "-drive", "file=qemu.img,format=raw,if=none,id=d,readonly="
                        + (readOnly ? "on" : "off"),
                "-device", "virtio-blk-device,drive=d,serial=serial no. 1,"
                        + "bus=virtio-mmio-bus.0,queue_reset=off",
                "-device", "virtio-rng-device,bus=virtio-mmio-bus.1,queue_reset=off",
                "-device", "virtio-serial-device,max_ports=1,bus=virtio-mmio-bus.2,"
                        + "queue_reset=off",
                "-device", "virtconsole"));
    }

    private void compare(DeviceScript script, boolean legacy, boolean readOnly) throws Exception {
        List<DeviceScript.Result> theirs = qemu.run(script,
                qemuArguments(legacy, readOnly).toArray(String[]::new));
        DeviceBench bench = bench(legacy, readOnly);
        QemuPeer.assertSame(script, theirs, script.run(bench));
        ourDisk.backend().close();
        assertArrayEquals(Files.readAllBytes(folder.resolve("qemu.img")),
                Files.readAllBytes(folder.resolve("ours.img")));
    }

    @Test
    void registersAndConfigurationShowWhatQemuShows() throws Exception {
        for (boolean legacy : new boolean[] {true, false}) {
            DeviceScript script = new DeviceScript();
            for (int slot : new int[] {BLOCK, RNG, CONSOLE, EMPTY}) {
                for (int offset = 0; offset < 0x200; offset += 4) {
                    // Of a shared memory that does not exist, QEMU shows no base.
                    if (offset != 0xb8 && offset != 0xbc) {
                        script.load(4, slot + offset);
                    }
                }
                for (int offset = 0x100; offset < 0x148; offset++) {
                    script.load(1, slot + offset);
                }
                for (int offset = 0; offset < 0x148 && slot != EMPTY; offset += 2) {
                    script.load(2, slot + offset);
                }
                for (int select : new int[] {1, 2, -1}) {
                    if (legacy || select == 1) {
                        script.store(4, slot + 0x14, select).load(4, slot + 0x10);
                    }
                }
                for (int queue = 0; queue < 5; queue++) {
                    // QEMU's console has queues for ports that nobody can use.
                    if (slot != CONSOLE || queue < 2) {
                        script.store(4, slot + 0x30, queue).load(4, slot + 0x34);
                    }
                }
                script.load(4, slot + 0x200).load(4, slot + 0xffc);
            }
            compare(script, legacy, true);
        }
    }

    @Test
    void statusAndFeaturesAreNegotiatedAsOnQemu() throws Exception {
        for (boolean legacy : new boolean[] {true, false}) {
            DeviceScript script = new DeviceScript();
            for (int features : new int[] {0, 0x3000_0000, -1, 0x200}) {
                script.store(4, BLOCK + 0x70, 0).load(4, BLOCK + 0x70)
                        .store(4, BLOCK + 0x70, 1).load(4, BLOCK + 0x70)
                        .store(4, BLOCK + 0x70, 3).load(4, BLOCK + 0x70)
                        .store(4, BLOCK + 0x24, 0).store(4, BLOCK + 0x20, features)
                        .store(4, BLOCK + 0x70, 11).load(4, BLOCK + 0x70)
                        .store(4, BLOCK + 0x70, 0xff0f).load(4, BLOCK + 0x70)
                        .store(4, BLOCK + 0x28, 4096).store(4, BLOCK + 0x30, 0)
                        .store(4, BLOCK + 0x38, 8).store(4, BLOCK + 0x3c, 4096)
                        .store(4, BLOCK + 0x40, RING >>> 12).load(4, BLOCK + 0x40)
                        .store(4, BLOCK + 0x44, 1).load(4, BLOCK + 0x44)
                        .load(4, BLOCK + 0x60);
                if (features == -1) {
                    script.load(1, BLOCK + 0x120).store(1, BLOCK + 0x120, 0)
                            .load(1, BLOCK + 0x120);
                }
            }
            compare(script, legacy, false);
        }
    }

    /** Sets up queue 0 of the block device with 16 entries, and features. */
    private static DeviceScript setUp(boolean legacy, int features) {
        DeviceScript script = new DeviceScript();
        script.store(4, BLOCK + 0x70, 0).store(4, BLOCK + 0x70, 3)
                .store(4, BLOCK + 0x20, features);
        if (legacy) {
            script.store(4, BLOCK + 0x28, 4096);
        } else {
            script.store(4, BLOCK + 0x24, 1).store(4, BLOCK + 0x20, 1)
                    .store(4, BLOCK + 0x70, 11);
        }
        script.store(4, BLOCK + 0x30, 0).store(4, BLOCK + 0x38, 16);
        if (legacy) {
            script.store(4, BLOCK + 0x3c, 4096).store(4, BLOCK + 0x40, RING >>> 12);
        } else {
            script.store(4, BLOCK + 0x80, RING).store(4, BLOCK + 0x90, RING + 0x100)
                    .store(4, BLOCK + 0xa0, RING + 0x1000).store(4, BLOCK + 0x44, 1);
        }
        return script.store(4, BLOCK + 0x70, 15).load(4, BLOCK + 0x70);
    }

    private static void descriptor(DeviceScript script, int table, int index, int address,
            int length, int flags, int next) {
        int at = table + 16 * index;
        script.store(4, at, address).store(4, at + 4, 0).store(4, at + 8, length)
                .store(2, at + 12, flags).store(2, at + 14, next);
    }

    /** Makes chain {@code head} available as number {@code count}, waits, and looks around. */
    private static void submit(DeviceScript script, int head, int count) {
        submit(script, head, count, true);
    }

    /** QEMU calls a needed reset a used buffer, too, so that its interrupt status is 3, not 2. */
    private static void submit(DeviceScript script, int head, int count, boolean interrupt) {
        script.store(2, RING + 0x100 + 4 + 2 * (count % 16), head)
                .store(2, RING + 0x100 + 2, count + 1)
                .store(4, BLOCK + 0x50, 0).await(RING + 0x1000 + 2, count + 1)
                .load(2, RING + 0x1000 + 2)
                .load(4, RING + 0x1000 + 4 + 8 * (count % 16))
                .load(4, RING + 0x1000 + 8 + 8 * (count % 16))
                .load(4, BLOCK + (interrupt ? 0x60 : 0)).store(4, BLOCK + 0x64, 1)
                .load(4, BLOCK + 0x60).load(4, BLOCK + 0x70);
    }

    private static void request(DeviceScript script, Random random, int count, boolean indirect) {
        int[] types = {0, 0, 0, 1, 1, 1, 4, 5, 8, 6, 9, 10, 11, 12, 13, 14, 0x8000_0001};
        int type = types[random.nextInt(types.length)];
        int sector = random.nextInt(8) == 0 ? 190 + random.nextInt(20) : random.nextInt(180);
        int length = 512 * (1 + random.nextInt(3)) + (random.nextInt(8) == 0 ? 1 : 0);
        boolean deviceWrites = type == 0 || type == 8;
        script.store(4, DATA, type).store(4, DATA + 4, 0).store(4, DATA + 8, sector)
                .store(4, DATA + 12, random.nextInt(30) == 0 ? 1 : 0)
                .store(1, DATA + 0x8000, 0xee);
        if (type == 11 || type == 13) {
            length = 16;
            script.store(4, DATA + 0x1000, sector).store(4, DATA + 0x1004, 0)
                    .store(4, DATA + 0x1008, random.nextInt(4))
                    .store(4, DATA + 0x100c, random.nextInt(8) == 0 ? 2 : random.nextInt(2));
        } else {
            for (int i = 0; i < 1600; i += 160) {
                script.store(4, DATA + 0x1000 + i, random.nextInt());
            }
        }
        int table = indirect ? DATA + 0x9000 : RING;
        int write = deviceWrites ? 2 : 0;
        int first = Math.min(length - 1, 1 + random.nextInt(700));
        descriptor(script, table, 0, DATA, 16, 1, 1);
        descriptor(script, table, 1, DATA + 0x1000, first, 1 | write, 2);
        descriptor(script, table, 2, DATA + 0x1000 + first, length - first, 1 | write, 3);
        descriptor(script, table, 3, DATA + 0x8000, 1, 2, 0);
        if (indirect) {
            descriptor(script, RING, 5, table, 64, 4, 0);
        }
        submit(script, indirect ? 5 : 0, count);
        script.load(2, RING + 0x1000 + 4 + 8 * 16).load(1, DATA + 0x8000);
        for (int i = 0; i < 1600; i += 160) {
            script.load(4, DATA + 0x1000 + i);
        }
    }

    @Test
    void randomRequestsEndAsOnQemu() throws Exception {
        for (long seed = 1; seed <= 8; seed++) {
            System.out.println("virtio block against QEMU, seed " + seed);
            Random random = new Random(seed);
            random.nextBytes(image);
            boolean legacy = seed % 2 == 1;
            boolean readOnly = seed > 6;
            DeviceScript script = setUp(legacy, seed % 4 < 2 ? 0x3000_0200 : 0x200);
            for (int count = 0; count < 40; count++) {
                if (random.nextInt(4) == 0) {
                    // Suppress interrupts, or set the event index, to something.
                    script.store(2, RING + 0x100, random.nextInt(2))
                            .store(2, RING + 0x100 + 4 + 32, count + random.nextInt(4));
                }
                request(script, random, count, seed % 4 < 2 && random.nextBoolean());
            }
            compare(script, legacy, readOnly);
        }
    }

    @Test
    void malformedRingsStopTheDeviceAsOnQemu() throws Exception {
        for (boolean legacy : new boolean[] {true, false}) {
            for (int fault = 0; fault < 6; fault++) {
                DeviceScript script = setUp(legacy, 0x3000_0000);
                script.store(4, DATA, 0).store(4, DATA + 8, 0).store(1, DATA + 0x8000, 0xee);
                descriptor(script, RING, 0, DATA, 16, 1, 1);
                descriptor(script, RING, 1, DATA + 0x1000, 512, 3, 2);
                descriptor(script, RING, 2, DATA + 0x8000, 1, 2, 0);
                int head = 0;
                switch (fault) {
                    case 0 -> head = 16;
                    case 1 -> descriptor(script, RING, 2, DATA + 0x8000, 1, 3, 1);
                    case 2 -> descriptor(script, RING, 1, DATA + 0x1000, 0, 3, 2);
                    case 3 -> descriptor(script, RING, 1, DATA + 0x1000, 512, 3, 99);
                    case 4 -> descriptor(script, RING, 2, DATA + 0x8000, 1, 0, 0);
                    default -> descriptor(script, RING, 0, DATA, 40, 4, 0);
                }
                submit(script, head, 0, legacy);
                script.load(1, DATA + 0x8000);
                // It stays stopped until it is reset, and then works again.
                descriptor(script, RING, 0, DATA, 16, 1, 1);
                descriptor(script, RING, 1, DATA + 0x1000, 512, 3, 2);
                descriptor(script, RING, 2, DATA + 0x8000, 1, 2, 0);
                submit(script, 0, 0, legacy);
                script.load(1, DATA + 0x8000).store(2, RING + 0x100 + 2, 0)
                        .store(4, RING + 0x1000, 0);
                script.steps().addAll(setUp(legacy, 0x3000_0000).steps());
                submit(script, 0, 0);
                script.load(1, DATA + 0x8000);
                compare(script, legacy, false);
            }
        }
    }
}

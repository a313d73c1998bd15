package cleave.emulator.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.Device;
import cleave.emulator.device.DeviceBench;
import cleave.emulator.device.RecordingPower;
import cleave.emulator.device.Register;
import cleave.emulator.device.ScriptedPort;
import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.emulator.platform.VirtPlatform.Mapping;
import cleave.emulator.platform.VirtPlatform.Row;
import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VirtPlatformTest {
    private static final long VIRTIO_DISK = 0x1000_8000L;

    private final DeviceBench bench = new DeviceBench();

    private static VirtPlatform platform(DeviceBench bench, ConsolePort serial) {
        VirtSlotsAndPins parts = new VirtSlotsAndPins(bench);
        return new VirtPlatform(new Wiring(bench.events, bench.timer, bench.memory, parts.pins,
                new RecordingPower(), serial, parts.slots, 1_000_000_000L, bench.errors()));
    }

    /** A machine's worth of everything that can be plugged in. */
    private static final class VirtSlotsAndPins {
        final Wiring.Pins pins;
        final VirtioSlots slots = new VirtioSlots();

        VirtSlotsAndPins(DeviceBench bench) {
            pins = new Wiring.Pins(bench.msip, bench.mtip, bench.meip, bench.seip);
            slots.plug(VirtioSlots.block(new MemoryBlockBackend("d", new byte[65_536]), "s"))
                    .plug(VirtioSlots.rng(7))
                    .plug(1, VirtioSlots.console(new ScriptedPort()));
        }
    }

    @Test
    void noTwoRowsOverlapAndEachSourceBelongsToOne() {
        Set<Integer> sources = new HashSet<>();
        long end = VirtPlatform.ROM_BASE + VirtPlatform.ROM_SIZE;
        for (Row row : VirtPlatform.rows()) {
            assertTrue(row.base() >= end, row.name());
            end = row.base() + row.size();
            assertTrue(row.source() == 0 || sources.add(row.source()), row.name());
            for (Register register : row.registers()) {
                long last = register.offset() + (long) (register.count() - 1) * register.stride()
                        + register.width();
                assertTrue(last <= row.size(), row.name() + " " + register);
            }
        }
        assertTrue(end <= VirtPlatform.RAM_BASE);
    }

    @Test
    void everyRowHasItsDeviceItsNodeAndItsName() {
        DeviceTreeNode soc = VirtDeviceTree.tree(new VirtDeviceTree.Boot(1 << 27, "rv32i",
                Optional.empty(), Optional.empty(), Optional.empty())).find("soc");
        for (Mapping mapping : platform(bench, ConsolePort.NONE).mappings()) {
            Row row = mapping.row();
            assertEquals(row.name(), mapping.device().name());
            assertTrue(soc.children().stream().anyMatch(
                    node -> node.name().endsWith("@" + Long.toHexString(row.base()))));
            assertTrue(VirtPlatform.describe(1 << 27).contains(
                    String.format("%08x-%08x  %s", row.base(), row.base() + row.size() - 1,
                            row.name())));
        }
        assertThrows(IllegalArgumentException.class, () -> VirtPlatform.row("floppy"));
    }

    @Test
    void devicesWithoutASlotFillTheLastOnesFirst() {
        List<String> found = new ArrayList<>();
        for (Mapping mapping : platform(bench, ConsolePort.NONE).mappings()) {
            if (mapping.row().name().startsWith("virtio")) {
                found.add(mapping.row().name() + "=" + mapping.device().peek(8, 4));
            }
        }
        assertEquals(List.of("virtio0=0", "virtio1=3", "virtio2=0", "virtio3=0", "virtio4=0",
                "virtio5=0", "virtio6=4", "virtio7=2"), found);
    }

    @Test
    void aSlotIsTakenOnceAndThereAreEight() {
        VirtioSlots slots = new VirtioSlots().plug(7, VirtioSlots.rng(1));
        assertThrows(IllegalArgumentException.class, () -> slots.plug(7, VirtioSlots.rng(1)));
        assertThrows(IllegalArgumentException.class, () -> slots.plug(8, VirtioSlots.rng(1)));
        for (int i = 0; i < 7; i++) {
            slots.plug(VirtioSlots.rng(1));
        }
        assertThrows(IllegalArgumentException.class, () -> slots.plug(VirtioSlots.rng(1)));
    }

    @Test
    void everyDeviceHasAnInterruptLineToItsSource() {
        VirtPlatform platform = platform(bench, ConsolePort.NONE);
        Device plic = platform.mappings().stream()
                .filter(mapping -> mapping.row().name().equals("plic")).findFirst().orElseThrow()
                .device();
        Device uart = platform.mappings().stream()
                .filter(mapping -> mapping.row().name().equals("uart0")).findFirst().orElseThrow()
                .device();
        uart.write(1, 1, 2);
        assertEquals(1 << 10, plic.read(0x1000, 4));
    }

    private static byte[] save(VirtPlatform platform) {
        ByteStateWriter out = new ByteStateWriter();
        for (Mapping mapping : platform.mappings()) {
            mapping.device().save(out);
        }
        return out.toBytes();
    }

    private static void load(VirtPlatform platform, byte[] state) {
        ByteStateReader in = new ByteStateReader(state);
        for (Mapping mapping : platform.mappings()) {
            mapping.device().load(in);
        }
        in.end();
    }

    /** Stores to everywhere, so that the devices are in states of every kind. */
    private static void stir(VirtPlatform platform, DeviceBench bench, Random random) {
        for (int i = 0; i < 400; i++) {
            Mapping mapping = platform.mappings()
                    .get(random.nextInt(platform.mappings().size()));
            List<? extends Register> registers = mapping.row().registers();
            Register register = registers.get(random.nextInt(registers.size()));
            int width = Math.min(4, register.width());
            int offset = register.offset() + register.stride() * random.nextInt(register.count());
            int value = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(16);
            boolean power = mapping.row().name().equals("test");
            if (!power && mapping.device().supports(offset, width, true)) {
                mapping.device().write(offset, width, value);
                mapping.device().read(offset, width);
            }
            bench.pass(random.nextInt(20_000));
        }
    }

    @Test
    void anySavedStateIsLoadedIntoAnEqualOne() {
        for (long seed = 1; seed <= 20; seed++) {
            DeviceBench first = new DeviceBench();
            ScriptedPort port = new ScriptedPort();
            port.type("some input to be received");
            VirtPlatform original = platform(first, port);
            byte[] fresh = save(original);
            stir(original, first, new Random(seed));
            byte[] state = save(original);
            assertNotEquals(List.of(fresh), List.of(state));

            DeviceBench second = new DeviceBench();
            VirtPlatform copy = platform(second, ConsolePort.NONE);
            stir(copy, second, new Random(seed + 1000));
            second.events.setNow(first.events.now());
            ByteStateWriter timer = new ByteStateWriter();
            first.timer.save(timer);
            second.timer.load(new ByteStateReader(timer.toBytes()));
            load(copy, state);
            assertArrayEquals(state, save(copy), "seed " + seed);
            assertEquals(first.meip.high, second.meip.high, "seed " + seed);
            assertEquals(first.seip.high, second.seip.high, "seed " + seed);
            assertEquals(first.msip.high, second.msip.high, "seed " + seed);
            assertEquals(first.mtip.high, second.mtip.high, "seed " + seed);
            assertEquals(first.events.next(), second.events.next(), "seed " + seed);
        }
    }

    @Test
    void resetBringsBackTheStateAfterPowerOn() {
        VirtPlatform platform = platform(bench, ConsolePort.NONE);
        for (Mapping mapping : platform.mappings()) {
            mapping.device().reset();
        }
        byte[] fresh = save(platform);
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            for (Mapping mapping : platform.mappings()) {
                boolean clock = mapping.row().name().equals("rtc");
                List<? extends Register> registers = mapping.row().registers();
                Register register = registers.get(random.nextInt(registers.size()));
                if (!clock && mapping.device().supports(register.offset(), 4, true)
                        && !mapping.row().name().equals("test")) {
                    mapping.device().write(register.offset(), 4, random.nextInt(64));
                }
            }
        }
        for (Mapping mapping : platform.mappings()) {
            mapping.device().reset();
        }
        assertArrayEquals(fresh, save(platform));
    }

    @Test
    void theChosenNodeCarriesWhatTheUserChose() {
        DeviceTreeNode chosen = VirtDeviceTree.tree(new VirtDeviceTree.Boot(1 << 27, "rv32i",
                Optional.of("console=ttyS0"),
                Optional.of(new VirtDeviceTree.Initrd(0x8440_0000L, 0x8450_0000L)),
                Optional.of(1L))).find("chosen");
        assertEquals(List.of("console=ttyS0"), chosen.stringsOf("bootargs"));
        assertEquals(0x8450_0000, chosen.cellsOf("linux,initrd-end")[0]);
        assertEquals(8, chosen.cellsOf("rng-seed").length);
        DeviceTreeNode plain = VirtDeviceTree.tree(new VirtDeviceTree.Boot(1 << 27, "rv32i",
                Optional.empty(), Optional.empty(), Optional.empty())).find("chosen");
        assertNull(plain.value("rng-seed"));
        assertNull(plain.value("bootargs"));
    }

    @Test
    void aDriverFindsItsDiskInTheLastSlot() {
        Mapping disk = platform(bench, ConsolePort.NONE).mappings().stream()
                .filter(mapping -> mapping.row().base() == VIRTIO_DISK).findFirst().orElseThrow();
        assertEquals(128, disk.device().peek(0x100, 4), "sectors");
        assertEquals(8, disk.row().source());
    }
}

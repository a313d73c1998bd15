package cleave.emulator.platform;

import cleave.emulator.device.Clint;
import cleave.emulator.device.Device;
import cleave.emulator.device.GoldfishRtc;
import cleave.emulator.device.InterruptLine;
import cleave.emulator.device.Plic;
import cleave.emulator.device.Register;
import cleave.emulator.device.TestFinisher;
import cleave.emulator.device.Uart16550;
import cleave.emulator.device.virtio.VirtioMmio;
import cleave.emulator.device.virtio.VirtioRegister;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * QEMU's {@code virt} machine for riscv32 with one hart: the table of what is where, from which
 * come the devices on the bus, the device tree ({@link VirtDeviceTree}), the text of
 * {@code cleave describe}, and the addresses that the loader and the firmware use.
 *
 * <p>QEMU has more: its flash, PCI host, fw_cfg and platform bus are absent here, and an access to
 * where they would be is an access fault.
 */
public final class VirtPlatform {
    public static final long RAM_BASE = 0x8000_0000L;
    /** The boot ROM, where the hart starts. */
    public static final long ROM_BASE = 0x1000;
    public static final int ROM_SIZE = 0xf000;

    private static final long MEBIBYTE = 1 << 20;

    /** Makes the device of a row. */
    @FunctionalInterface
    interface Maker {
        Device make(Row row, Wiring wiring, Plic plic);
    }

    /** Adds the node of a row below {@code /soc}, and what refers to it below {@code /}. */
    @FunctionalInterface
    interface Shape {
        void add(Row row, DeviceTreeNode root, DeviceTreeNode soc);
    }

    /**
     * A line of the table.
     *
     * @param name the device's name in messages
     * @param base physical address
     * @param size bytes
     * @param source number of the PLIC source, 0 for none
     * @param meaning a few words for people
     * @param registers what the device has declared
     */
    public record Row(String name, long base, long size, int source, String meaning,
            List<? extends Register> registers, Maker maker, Shape shape) {

        InterruptLine line(Plic plic) {
            return source == 0 ? InterruptLine.NONE : plic.source(source);
        }

        /** The node's name: {@code serial@10000000}. */
        String nodeName(String kind) {
            return kind + "@" + Long.toHexString(base);
        }
    }

    /** A row, and the device that was made for it. */
    public record Mapping(Row row, Device device) {
    }

    /** In the order in which QEMU makes them, which is the device tree's order backwards. */
    private static final List<Row> TABLE = table();

    private static List<Row> table() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("clint", 0x200_0000, 0x1_0000, 0, "software and timer interrupts",
                List.of(Clint.Reg.values()),
                (row, w, plic) -> new Clint(
                        w.timer(), w.events(), w.pins().msip(), w.pins().mtip(), w.errors()),
                VirtDeviceTree::clint));
        rows.add(new Row("plic", 0xc00_0000, 0x60_0000, 0, "external interrupts",
                List.of(Plic.Reg.values()), (row, w, plic) -> plic, VirtDeviceTree::plic));
        for (int slot = 0; slot < VirtioSlots.COUNT; slot++) {
            int number = slot;
            rows.add(new Row("virtio" + slot, 0x1000_1000 + 0x1000 * slot, 0x1000, 1 + slot,
                    "virtio-mmio-bus." + slot, List.of(VirtioRegister.values()),
                    (row, w, plic) -> new VirtioMmio(row.name(), w.slots().isLegacy(),
                            w.slots().make(number, row.name(), w.events()), w.memory(),
                            row.line(plic), w.errors()),
                    VirtDeviceTree::virtio));
        }
        rows.add(new Row("test", 0x10_0000, 0x1000, 0, "power off and reset",
                List.of(TestFinisher.Reg.values()),
                (row, w, plic) -> new TestFinisher(w.power(), w.errors()), VirtDeviceTree::test));
        rows.add(new Row("uart0", 0x1000_0000, 0x100, 10, "NS16550A serial line",
                List.of(Uart16550.Reg.values()),
                (row, w, plic) -> new Uart16550(
                        row.name(), w.events(), w.serial(), row.line(plic), w.errors()),
                VirtDeviceTree::uart));
        rows.add(new Row("rtc", 0x10_1000, 0x1000, 11, "Goldfish real-time clock",
                List.of(GoldfishRtc.Reg.values()),
                (row, w, plic) -> new GoldfishRtc(w.epochNanoseconds(), w.timer(), w.events(),
                        row.line(plic), w.errors()),
                VirtDeviceTree::rtc));
        return Collections.unmodifiableList(rows);
    }

    private final List<Mapping> mappings;

    /** Makes the devices of the table. */
    public VirtPlatform(Wiring wiring) {
        Plic plic = new Plic(wiring.pins().meip(), wiring.pins().seip(), wiring.errors());
        mappings = TABLE.stream()
                .map(row -> new Mapping(row, row.maker.make(row, wiring, plic)))
                .sorted((a, b) -> Long.compare(a.row.base, b.row.base))
                .toList();
    }

    /** The devices and where they are, in order of address. */
    public List<Mapping> mappings() {
        return mappings;
    }

    /** The rows with a device, in order of address. */
    public static List<Row> rows() {
        return TABLE.stream().sorted((a, b) -> Long.compare(a.base, b.base)).toList();
    }

    /** The rows with a device, in the order of QEMU's device tree. */
    static List<Row> treeRows() {
        List<Row> rows = new ArrayList<>(TABLE);
        Collections.reverse(rows);
        return rows;
    }

    /**
     * The row of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Row row(String name) {
        return TABLE.stream().filter(row -> row.name.equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("virt has no device " + name));
    }

    /** The memory map as text, a line for each row; {@code ramSize} in bytes. */
    public static String describe(long ramSize) {
        StringBuilder text = new StringBuilder();
        line(text, ROM_BASE, ROM_SIZE, "rom", "", "boot ROM: the hart starts here");
        for (Row row : rows()) {
            line(text, row.base, row.size, row.name,
                    row.source == 0 ? "" : "irq " + row.source, row.meaning);
        }
        line(text, RAM_BASE, ramSize, "ram", "", ramSize / MEBIBYTE + " MiB");
        return text.toString();
    }

    private static void line(StringBuilder text, long base, long size, String name, String source,
            String meaning) {
        text.append(String.format("%08x-%08x  %-8s %-7s %s%n",
                base, base + size - 1, name, source, meaning));
    }
}

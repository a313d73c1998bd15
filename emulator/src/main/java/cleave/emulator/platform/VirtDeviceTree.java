package cleave.emulator.platform;

import cleave.emulator.device.Plic;
import cleave.emulator.device.SplitMix64;
import cleave.emulator.device.TestFinisher;
import cleave.emulator.platform.VirtPlatform.Row;
import cleave.emulator.time.MachineTimer;
import cleave.toolchain.isa.Cause;
import java.util.Optional;

/**
 * The device tree of {@link VirtPlatform}, node for node and in the order that QEMU 7.2 gives
 * them, because Linux numbers devices in this order.
 *
 * <p>Rightful differences from QEMU's tree: no {@code flash}, {@code fw-cfg}, {@code platform-bus}
 * and {@code pci} (those devices are absent) and no {@code pmu} (there are no event counters);
 * {@code riscv,isa} names what this hart has; the seed for random numbers is the user's.
 */
public final class VirtDeviceTree {
    private static final int CPU_PHANDLE = 1;
    private static final int INTC_PHANDLE = 2;
    private static final int PLIC_PHANDLE = 3;
    private static final int TEST_PHANDLE = 4;
    private static final int UART_CLOCK_HZ = 3_686_400;
    private static final int SEED_BYTES = 32;

    /** An initial RAM disk: physical addresses of its first byte and of the byte after its last. */
    public record Initrd(long start, long end) {
    }

    /**
     * What differs from boot to boot.
     *
     * @param ramSize bytes
     * @param isa {@code riscv,isa}: {@code rv32imac_zicsr_zifencei}
     * @param bootArguments the kernel's command line
     * @param initrd the initial RAM disk
     * @param seed what {@code rng-seed} is made from; without it there is none
     */
    public record Boot(long ramSize, String isa, Optional<String> bootArguments,
            Optional<Initrd> initrd, Optional<Long> seed) {
    }

    private VirtDeviceTree() {
    }

    /** The whole tree. */
    public static DeviceTreeNode tree(Boot boot) {
        DeviceTreeNode root = new DeviceTreeNode("")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "riscv-virtio")
                .strings("model", "riscv-virtio,qemu");
        chosen(root.child("chosen"), boot);
        DeviceTreeNode soc = new DeviceTreeNode("soc")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "simple-bus")
                .flag("ranges");
        for (Row row : VirtPlatform.treeRows()) {
            row.shape().add(row, root, soc);
        }
        root.child("memory@" + Long.toHexString(VirtPlatform.RAM_BASE))
                .strings("device_type", "memory")
                .reg(VirtPlatform.RAM_BASE, boot.ramSize());
        cpus(root.child("cpus"), boot.isa());
        root.add(soc);
        return root;
    }

    /** The whole tree, flattened. */
    public static byte[] flattened(Boot boot) {
        return FlattenedTree.write(tree(boot));
    }

    private static void chosen(DeviceTreeNode node, Boot boot) {
        boot.initrd().ifPresent(initrd -> node
                .cells("linux,initrd-end", (int) initrd.end())
                .cells("linux,initrd-start", (int) initrd.start()));
        boot.seed().ifPresent(seed -> {
            byte[] bytes = new byte[SEED_BYTES];
            new SplitMix64(seed).fill(bytes);
            node.bytes("rng-seed", bytes);
        });
        boot.bootArguments().ifPresent(arguments -> node.strings("bootargs", arguments));
        node.strings("stdout-path", "/soc/" + VirtPlatform.row("uart0").nodeName("serial"));
    }

    private static void cpus(DeviceTreeNode cpus, String isa) {
        cpus.cells("#address-cells", 1)
                .cells("#size-cells", 0)
                .cells("timebase-frequency", MachineTimer.TICKS_PER_SECOND);
        cpus.child("cpu@0")
                .cells("phandle", CPU_PHANDLE)
                .strings("device_type", "cpu")
                .cells("reg", 0)
                .strings("status", "okay")
                .strings("compatible", "riscv")
                .strings("riscv,isa", isa)
                .strings("mmu-type", "riscv,sv32")
                .child("interrupt-controller")
                .cells("#interrupt-cells", 1)
                .flag("interrupt-controller")
                .strings("compatible", "riscv,cpu-intc")
                .cells("phandle", INTC_PHANDLE);
        cpus.child("cpu-map").child("cluster0").child("core0").cells("cpu", CPU_PHANDLE);
    }

    static void clint(Row row, DeviceTreeNode root, DeviceTreeNode soc) {
        soc.child(row.nodeName("clint"))
                .cells("interrupts-extended",
                        INTC_PHANDLE, Cause.MACHINE_SOFTWARE_INTERRUPT.code(),
                        INTC_PHANDLE, Cause.MACHINE_TIMER_INTERRUPT.code())
                .reg(row.base(), row.size())
                .strings("compatible", "sifive,clint0", "riscv,clint0");
    }

    static void plic(Row row, DeviceTreeNode root, DeviceTreeNode soc) {
        soc.child(row.nodeName("plic"))
                .cells("phandle", PLIC_PHANDLE)
                .cells("riscv,ndev", Plic.SOURCES)
                .reg(row.base(), row.size())
                .cells("interrupts-extended",
                        INTC_PHANDLE, Cause.MACHINE_EXTERNAL_INTERRUPT.code(),
                        INTC_PHANDLE, Cause.SUPERVISOR_EXTERNAL_INTERRUPT.code())
                .flag("interrupt-controller")
                .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
                .cells("#address-cells", 0)
                .cells("#interrupt-cells", 1);
    }

    private static DeviceTreeNode interrupting(Row row, DeviceTreeNode soc, String kind) {
        return soc.child(row.nodeName(kind))
                .cells("interrupts", row.source())
                .cells("interrupt-parent", PLIC_PHANDLE)
                .reg(row.base(), row.size());
    }

    static void virtio(Row row, DeviceTreeNode root, DeviceTreeNode soc) {
        interrupting(row, soc, "virtio_mmio").strings("compatible", "virtio,mmio");
    }

    static void uart(Row row, DeviceTreeNode root, DeviceTreeNode soc) {
        interrupting(row, soc, "serial")
                .cells("clock-frequency", UART_CLOCK_HZ)
                .strings("compatible", "ns16550a");
    }

    static void rtc(Row row, DeviceTreeNode root, DeviceTreeNode soc) {
        interrupting(row, soc, "rtc").strings("compatible", "google,goldfish-rtc");
    }

    /** Also tells guests how to use it, by two nodes below the root. */
    static void test(Row row, DeviceTreeNode root, DeviceTreeNode soc) {
        soc.child(row.nodeName("test"))
                .cells("phandle", TEST_PHANDLE)
                .reg(row.base(), row.size())
                .strings("compatible", "sifive,test1", "sifive,test0", "syscon");
        command(root.child("poweroff"), TestFinisher.Command.PASS, "syscon-poweroff");
        command(root.child("reboot"), TestFinisher.Command.RESET, "syscon-reboot");
    }

    private static void command(DeviceTreeNode node, TestFinisher.Command command,
            String compatible) {
        node.cells("value", command.value())
                .cells("offset", TestFinisher.Reg.FINISH.offset())
                .cells("regmap", TEST_PHANDLE)
                .strings("compatible", compatible);
    }
}

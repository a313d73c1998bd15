package cleave.emulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.device.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our device tree against that of QEMU's {@code virt}. */
final class QemuPlatformTest {
    /** What QEMU has and we have not, with the reason in {@link VirtDeviceTree}. */
    private static final Set<String> ABSENT_NODES = Set.of(
            "/pmu", "/fw-cfg@10100000", "/flash@20000000", "/platform-bus@4000000",
            "/soc/pci@30000000");
    private static final Set<String> DIFFERENT_PROPERTIES = Set.of(
            "/chosen/rng-seed", "/cpus/cpu@0/riscv,isa");
    private static final int RAM_BYTES = 16 << 20;

    @TempDir
    Path folder;

    private static VirtDeviceTree.Boot boot(Optional<VirtDeviceTree.Initrd> initrd) {
        return new VirtDeviceTree.Boot(RAM_BYTES, "rv32imac_zicsr_zifencei",
                Optional.of("console=ttyS0 quiet"), initrd, Optional.of(1L));
    }

    private DeviceTreeNode qemuTree(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-M", "virt,dumpdtb=qemu.dtb", "-m",
                "16M", "-bios", "none", "-display", "none"));
        arguments.addAll(List.of(more));
        Peer.of("qemu-system-riscv32", "qemu-system-misc")
                .run(folder, arguments.toArray(String[]::new));
        return FlattenedTree.read(Files.readAllBytes(folder.resolve("qemu.dtb")));
    }

    private static void compare(String path, DeviceTreeNode qemu, DeviceTreeNode ours,
            List<String> differences) {
        Set<String> properties = new TreeSet<>(qemu.properties());
        properties.addAll(ours.properties());
        for (String property : properties) {
            String name = path + "/" + property;
            if (!DIFFERENT_PROPERTIES.contains(name)
                    && !Arrays.equals(qemu.value(property), ours.value(property))) {
                differences.add(name);
            }
        }
        List<DeviceTreeNode> theirs = qemu.children().stream()
                .filter(node -> !ABSENT_NODES.contains(path + "/" + node.name())).toList();
        List<String> names = theirs.stream().map(DeviceTreeNode::name).toList();
        assertEquals(names, ours.children().stream().map(DeviceTreeNode::name).toList(),
                "children of " + path + ", in order");
        for (int i = 0; i < theirs.size(); i++) {
            compare(path + "/" + names.get(i), theirs.get(i), ours.children().get(i),
                    differences);
        }
    }

    @Test
    void everyNodeAndPropertyIsAsInQemusTreeButForTheListedOnes() throws Exception {
        Path kernel = Files.write(folder.resolve("kernel.bin"), new byte[64]);
        Path initrd = Files.write(folder.resolve("initrd"), new byte[5000]);
        DeviceTreeNode qemu = qemuTree("-kernel", kernel.toString(), "-initrd",
                initrd.toString(), "-append", "console=ttyS0 quiet");
        long start = VirtPlatform.RAM_BASE + RAM_BYTES / 2;
        DeviceTreeNode ours = VirtDeviceTree.tree(
                boot(Optional.of(new VirtDeviceTree.Initrd(start, start + 5000))));
        List<String> differences = new ArrayList<>();
        compare("", qemu, ours, differences);
        assertEquals(List.of(), differences);
        for (String property : DIFFERENT_PROPERTIES) {
            int slash = property.lastIndexOf('/');
            DeviceTreeNode node = ours.find(property.substring(0, slash));
            assertEquals(true, node.properties().contains(property.substring(slash + 1)));
        }
        for (String absent : ABSENT_NODES) {
            assertEquals(true, qemu.find(absent) != null, absent + " is in QEMU's tree");
        }
    }

    @Test
    void dtcAcceptsOurTreeWithNoWarningThatQemusDoesNotGiveToo() throws Exception {
        Peer dtc = Peer.of("dtc", "device-tree-compiler");
        Files.write(folder.resolve("ours.dtb"), VirtDeviceTree.flattened(boot(Optional.empty())));
        qemuTree();
        Set<String> warnings = warnings(dtc.run(folder, "-I", "dtb", "-O", "dts", "-o", "out.dts",
                "ours.dtb"));
        warnings.removeAll(warnings(dtc.run(folder, "-I", "dtb", "-O", "dts", "-o", "out.dts",
                "qemu.dtb")));
        assertEquals(Set.of(), warnings);
    }

    private static Set<String> warnings(String output) {
        return new TreeSet<>(output.lines().filter(line -> line.contains("Warning")).toList());
    }

    @Test
    void dtcMakesTheSameTreeFromOurSourceText() throws Exception {
        Peer dtc = Peer.of("dtc", "device-tree-compiler");
        DeviceTreeNode tree = VirtDeviceTree.tree(boot(Optional.empty()));
        Files.writeString(folder.resolve("ours.dts"), DeviceTreeText.print(tree));
        dtc.run(folder, "-I", "dts", "-O", "dtb", "-o", "again.dtb", "ours.dts");
        FlattenedTreeTest.assertEqualTrees(tree,
                FlattenedTree.read(Files.readAllBytes(folder.resolve("again.dtb"))));
    }
}

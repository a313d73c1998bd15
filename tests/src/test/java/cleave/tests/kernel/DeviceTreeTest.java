package cleave.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.platform.VirtDeviceTree;
import cleave.emulator.platform.VirtDeviceTree.Boot;
import cleave.emulator.platform.VirtDeviceTree.Initrd;
import cleave.tests.Peer;
import cleave.tests.Run;
import cleave.toolchain.hosted.HostedClasses;
import cleave.toolchain.hosted.HostedWorld;
import cleave.toolchain.hosted.PanicError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guest kernel's reader of device trees, run hosted. */
class DeviceTreeTest {
    private static final int PLACE = 0x10_0000;
    private static final HostedClasses CLASSES =
            HostedClasses.of(DeviceTreeTest.class.getClassLoader());

    private static final String DEVICES_OF_VIRT = """
            uart 10000000+100 irq 10
            plic c000000+600000 irq 0
            sources %d context 1
            rtc 101000+1000 irq 11
            virtio 10008000+1000 irq 8
            virtio 10007000+1000 irq 7
            virtio 10006000+1000 irq 6
            virtio 10005000+1000 irq 5
            virtio 10004000+1000 irq 4
            virtio 10003000+1000 irq 3
            virtio 10002000+1000 irq 2
            virtio 10001000+1000 irq 1
            poweroff 100000=5555
            restart 100000=7777
            """;

    private static final String SMALL = """
            /dts-v1/;
            /memreserve/ 0x80000000 0x80000;
            / { #address-cells = <1>; #size-cells = <1>; nonsense = "x", "y";
              chosen { linux,initrd-start = <0 0x88000000>; linux,initrd-end = <0 0x88001000>;
                stdout-path = "/soc/serial@20:115200n8"; };
              memory@80000000 { device_type = "memory"; reg = <0x80000000 0x1000
                  0x90000000 0x90000000>; };
              reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges;
                firmware@80000000 { reg = <0x80000000 0x40000 0x80100000 0x1000>; }; };
              cpus { #address-cells = <1>; #size-cells = <0>;
                cpu@0 { device_type = "cpu"; reg = <0>; riscv,isa = "rv32i_sstc";
                  i0: interrupt-controller { compatible = "riscv,cpu-intc";
                    #interrupt-cells = <1>; interrupt-controller; phandle = <7>; }; };
                cpu@1 { device_type = "cpu"; reg = <1>; timebase-frequency = <1000000>;
                  riscv,isa-base = "rv32i"; riscv,isa-extensions = "i", "m", "sstc";
                  i1: interrupt-controller { compatible = "riscv,cpu-intc";
                    #interrupt-cells = <1>; interrupt-controller; phandle = <8>; }; }; };
              bus { #address-cells = <1>; #size-cells = <1>; compatible = "simple-bus";
                ranges = <0 0x1000 0x1000>; virtio@0 { compatible = "virtio,mmio"; reg = <0 16>; };
              };
              soc { #address-cells = <1>; #size-cells = <1>; ranges;
                plic@c000000 { compatible = "x", "riscv,plic0"; reg = <0xc000000 0x600000>;
                  interrupts-extended = <7 11>, <7 9>, <8 11>, <8 9>; riscv,ndev = <5>;
                  #interrupt-cells = <1>; interrupt-controller; #address-cells = <0>; };
                serial@10 { compatible = "ns16550a"; reg = <0x10 8>; interrupts = <3>; };
                serial@20 { compatible = "ns16550a"; reg = <0x20 8>; interrupts = <4>; };
                virtio@100 { compatible = "virtio,mmio"; reg = <0x100 16>; status = "disabled"; };
                virtio@200 { compatible = "virtio,mmio"; reg = <0x200 16>; status = "okay"; };
              }; };
            """;

    @TempDir
    Path folder;

    private static String read(byte[] tree, int hart) throws Exception {
        HostedWorld world = CLASSES.newWorld();
        world.memory().put(PLACE, tree);
        Method method = world.load(HardwareText.class.getName())
                .getDeclaredMethod("of", int.class, int.class);
        method.setAccessible(true);
        try {
            return (String) method.invoke(null, PLACE, hart);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof PanicError panic) {
                throw panic;
            }
            throw e;
        }
    }

    private static String panic(byte[] tree) {
        return assertThrows(PanicError.class, () -> read(tree, 0)).getMessage()
                .replaceAll(" at DeviceTree.*| at FlatTree.*", "");
    }

    private byte[] compile(String source) throws Exception {
        Peer.need("dtc", "device-tree-compiler");
        Path text = Files.writeString(folder.resolve("tree.dts"), source);
        Path binary = folder.resolve("tree.dtb");
        new Run.Command(20, "dtc", "-q", "-O", "dtb", "-o", binary.toString(), text.toString())
                .run();
        return Files.readAllBytes(binary);
    }

    private static byte[] ofCleave() {
        return VirtDeviceTree.flattened(new Boot(64 << 20, "rv32imac_zicsr_sstc",
                Optional.of("root=/dev/vda quiet"),
                Optional.of(new Initrd(0x8300_0000L, 0x8300_2000L)), Optional.of(1L)));
    }

    @Test
    void theEmulatorsTreeIsUnderstoodWhole() throws Exception {
        byte[] tree = ofCleave();
        assertEquals("bytes " + tree.length + """

                memory 80000000+4000000
                initrd 83000000+2000
                arguments root=/dev/vda quiet
                seed 32
                timebase 10000000
                isa rv32imac_zicsr_sstc sstc true
                """ + String.format(DEVICES_OF_VIRT, 96), read(tree, 0));
    }

    @Test
    void qemusTreeIsUnderstoodWhole() throws Exception {
        Path tree = folder.resolve("qemu.dtb");
        Peer.qemu(20, "-M", "virt,dumpdtb=" + tree, "-bios", "none", "-m", "128M");
        String isa = "isa rv32imafdch_zicsr_zifencei_zihintpause_zba_zbb_zbc_zbs_sstc sstc true\n";
        assertEquals("""
                memory 80000000+8000000
                initrd 0+0
                arguments\s
                seed 32
                timebase 10000000
                """ + isa + String.format(DEVICES_OF_VIRT, 96),
                read(Files.readAllBytes(tree), 0).replaceFirst("bytes .*\n", ""));
    }

    @Test
    void theBootHartItsContextAndItsConsoleAreFound() throws Exception {
        byte[] tree = compile(SMALL);
        assertEquals("bytes " + tree.length + """

                memory 90000000+70000000
                reserved 80000000+80000
                reserved 80000000+40000
                reserved 80100000+1000
                initrd 88000000+1000
                arguments\s
                seed 0
                timebase 1000000
                isa  sstc true
                uart 20+8 irq 4
                plic c000000+600000 irq 0
                sources 5 context 3
                rtc 0+0 irq 0
                virtio 200+10 irq 0
                poweroff 0=0
                restart 0=0
                """, read(tree, 1));
    }

    @Test
    void whatTheKernelCannotDoWithoutIsNamed() throws Exception {
        assertEquals("device tree: it names no memory",
                panic(compile("/dts-v1/; / { };")));
        assertEquals("device tree: the PLIC has no line to supervisor mode of the boot hart",
                panic(compile(SMALL.replace("<7 11>, <7 9>, <8 11>, <8 9>", "<7 11>, <8 11>"))));
        assertEquals("device tree: /cpus has no timebase-frequency",
                panic(compile(SMALL.replace("timebase-frequency = <1000000>;", ""))));
    }

    @Test
    void aDamagedHeaderIsNamed() {
        assertEquals("device tree: there is none where a1 says (no d00dfeed)", panic(new byte[64]));
        assertEquals("device tree: its version is none of 16 and 17", panic(with(24, 18)));
        assertEquals("device tree: its size is below 40 bytes or above 2 MiB", panic(with(4, 39)));
        assertEquals("device tree: a block does not lie inside it", panic(with(8, 1 << 20)));
        assertEquals("device tree: a block does not lie inside it", panic(with(12, -4)));
        assertEquals("device tree: the structure block ends inside a node", panic(with(36, 8)));
        assertEquals("device tree: the name of a property lies behind the strings",
                panic(with(32, 0)));
    }

    private static byte[] with(int offset, int value) {
        byte[] tree = ofCleave();
        ByteBuffer.wrap(tree).putInt(offset, value);
        return tree;
    }

    @Test
    void aDamagedTreeIsUnderstoodOrRefusedAndNeverReadBehindItsEnd() throws Exception {
        byte[] good = ofCleave();
        Random random = new Random(Long.getLong("cleave.seed", 1));
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] tree = good.clone();
            for (int n = 0; n < 3; n++) {
                tree[40 + random.nextInt(tree.length - 40)] = (byte) random.nextInt();
            }
            try {
                read(tree, 0);
            } catch (PanicError e) {
                assertTrue(e.getMessage().startsWith("device tree: "), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 30, refused + " refused");
    }
}

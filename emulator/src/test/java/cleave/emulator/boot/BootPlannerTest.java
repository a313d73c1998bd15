package cleave.emulator.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.BootRequest.Firmware;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.PrivilegeMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootPlannerTest {
    private static final long BASE = 0x8000_0000L;
    private static final long RAM = 128 << 20;

    @TempDir
    Path folder;
    private DeviceTreeSource.Chosen chosen;

    private String file(String name, byte[] content) throws IOException {
        return TestGuest.write(folder, name, content).toString();
    }

    private String machineProgram() throws IOException {
        return file("m.elf", TestGuest.elf(TestGuest.MACHINE_START, TestGuest.hello(0)));
    }

    private String kernel() throws IOException {
        return file("s.elf",
                TestGuest.elf(TestGuest.SUPERVISOR_START, TestGuest::supervisorHello));
    }

    private BootPlan plan(BootRequest request, long ramSize) throws BootException {
        return BootPlanner.plan(request, places -> {
            chosen = places;
            return new byte[5000];
        }, BASE, ramSize);
    }

    private BootPlan plan(String kernel, Firmware firmware) throws BootException {
        return plan(new BootRequest(Optional.ofNullable(kernel), firmware, Optional.empty(),
                Optional.empty(), Optional.empty(), List.of()), RAM);
    }

    private static Piece piece(BootPlan plan, String what) {
        return plan.pieces().stream().filter(p -> p.what().endsWith(what)).findFirst()
                .orElseThrow();
    }

    private String refusal(BootRequest request, long ramSize) {
        String message = assertThrows(BootException.class, () -> plan(request, ramSize))
                .getMessage();
        return message.replace(folder + "/", "");
    }

    @Test
    void programLinkedAtTheStartOfRamGetsMachineMode() throws Exception {
        BootPlan plan = plan(machineProgram(), new Firmware.Automatic());
        assertEquals(PrivilegeMode.MACHINE, plan.mode());
        assertEquals(BASE, plan.start());
        assertEquals(0x87e0_0000L, plan.deviceTree());
    }

    @Test
    void kernelLinkedHigherGetsTheBuiltInFirmware() throws Exception {
        BootPlan plan = plan(kernel(), new Firmware.Automatic());
        assertEquals(PrivilegeMode.SUPERVISOR, plan.mode());
        assertEquals(BASE + 0x40_0000, plan.start());
        BootPlan lower = plan(file("low.elf",
                TestGuest.elf(0x8020_0000, TestGuest::supervisorHello)), new Firmware.Automatic());
        assertEquals(PrivilegeMode.SUPERVISOR, lower.mode());
        assertEquals(BASE + 0x20_0000, lower.start());
    }

    @Test
    void flatBinaryGoesWhereQemuPutsIt() throws Exception {
        String flat = file("k.bin", TestGuest.flat(TestGuest.SUPERVISOR_START,
                TestGuest::supervisorHello));
        assertEquals(BASE + 0x40_0000, plan(flat, new Firmware.Automatic()).start());
        assertEquals(BASE, plan(flat, new Firmware.None()).start());
        BootPlan below = plan(flat, new Firmware.Binary(machineProgram()));
        assertEquals(BASE, below.start());
        assertEquals(BASE + 0x40_0000, piece(below, "k.bin").address());
    }

    @Test
    void largeFirmwarePushesTheKernelToTheNextMultipleOfFourMebibytes() throws Exception {
        String firmware = file("fw.bin", new byte[5 << 20]);
        String flat = file("k.bin", new byte[4]);
        BootPlan plan = plan(flat, new Firmware.Binary(firmware));
        assertEquals(BASE + 0x80_0000, piece(plan, "k.bin").address());
    }

    @Test
    void linuxForMachineModeGoesToTheStartOfRam() throws Exception {
        String image = file("Image", ImageReaderTest.linuxImage(0, 8192, 4096));
        BootPlan plan = plan(image, new Firmware.Automatic());
        assertEquals(PrivilegeMode.MACHINE, plan.mode());
        assertEquals(BASE, piece(plan, "Image").address());
        assertEquals(8192, piece(plan, "Image").memorySize());
        String usual = file("Image", ImageReaderTest.linuxImage(0x40_0000, 8192, 4096));
        BootPlan supervisor = plan(usual, new Firmware.Automatic());
        assertEquals(PrivilegeMode.SUPERVISOR, supervisor.mode());
        assertEquals(BASE + 0x40_0000, supervisor.start());
    }

    @Test
    void linuxElfThatIsLinkedAtZeroIsLoadedAsItsImageWouldBe() throws Exception {
        byte[] header = ImageReaderTest.linuxImage(0x40_0000, 4096, 4096);
        ElfSection text = ElfSection.text(".text", 0xc000_0000, header).loadedAt(0);
        String vmlinux = file("vmlinux", ElfWriter.write(
                new ElfImage(0xc000_0000, 0, List.of(text), List.of())));
        BootPlan plan = plan(vmlinux, new Firmware.Automatic());
        assertEquals(BASE + 0x40_0000, plan.start());
        assertEquals(PrivilegeMode.SUPERVISOR, plan.mode());
    }

    @Test
    void initrdLiesInTheMiddleOfRamAndTheTreeKnowsIt() throws Exception {
        String initrd = file("rd", new byte[10_000]);
        BootPlan plan = plan(new BootRequest(Optional.of(kernel()), new Firmware.Automatic(),
                Optional.of(initrd), Optional.of("root=x"), Optional.empty(), List.of()), RAM);
        assertEquals(0x8440_0000L, piece(plan, "rd").address());
        assertEquals(new DeviceTreeSource.Chosen(Optional.of("root=x"), 0x8440_0000L,
                0x8440_0000L + 10_000), chosen);
    }

    @Test
    void initrdThatDoesNotFitTheMiddleLiesBelowTheDeviceTree() throws Exception {
        String initrd = file("rd", new byte[3 << 20]);
        BootPlan plan = plan(new BootRequest(Optional.of(kernel()), new Firmware.Automatic(),
                Optional.of(initrd), Optional.empty(), Optional.empty(), List.of()), 12 << 20);
        assertEquals(0x80a0_0000L, plan.deviceTree());
        assertEquals(0x8070_0000L, piece(plan, "rd").address());
    }

    @Test
    void initrdWithoutRoomSaysHowMuchMemoryItNeeds() throws Exception {
        String initrd = file("rd", new byte[20 << 20]);
        BootRequest request = new BootRequest(Optional.of(kernel()), new Firmware.Automatic(),
                Optional.of(initrd), Optional.empty(), Optional.empty(), List.of());
        assertTrue(refusal(request, 16 << 20).endsWith(
                "leaves RAM, which ends at 0x81000000 with 16 MiB: give the machine more: -m 28M"));
        assertEquals(PrivilegeMode.SUPERVISOR, plan(request, 28 << 20).mode());
    }

    @Test
    void extraFilesGoWhereOneSays() throws Exception {
        String extra = file("blob", new byte[] {1, 2, 3});
        BootRequest request = new BootRequest(Optional.of(kernel()), new Firmware.Automatic(),
                Optional.empty(), Optional.empty(), Optional.empty(),
                List.of(new BootRequest.Extra(extra, Optional.of(0x8600_0000L))));
        assertEquals(0x8600_0000L, piece(plan(request, RAM), "blob").address());
        BootRequest nowhere = new BootRequest(Optional.of(kernel()), new Firmware.Automatic(),
                Optional.empty(), Optional.empty(), Optional.empty(),
                List.of(new BootRequest.Extra(extra, Optional.empty())));
        assertEquals("blob is a flat binary: say where it goes, -device "
                + "loader,file=blob,addr=0x...",
                refusal(nowhere, RAM));
    }

    @Test
    void segmentsOutsideRamAreRefusedWithACure() throws Exception {
        BootRequest low = BootRequest.of(file("low.elf",
                TestGuest.elf(0x2000_0000, TestGuest.hello(0))));
        assertTrue(refusal(low, RAM).endsWith("is not in RAM, which begins at 0x80000000: link it "
                + "at 0x80000000 (M-mode) or 0x80400000 (S-mode)"), refusal(low, RAM));
        BootRequest high = BootRequest.of(file("high.elf",
                TestGuest.elf(0x8900_0000, TestGuest.hello(0))));
        assertTrue(refusal(high, RAM).endsWith("leaves RAM, which ends at 0x88000000 with 128 MiB: "
                + "give the machine more: -m 145M"), refusal(high, RAM));
        BootRequest virtual = BootRequest.of(file("virtual.elf",
                TestGuest.elf(0xc000_0000, TestGuest.hello(0))));
        assertTrue(refusal(virtual, RAM).endsWith("no machine here has more than 1 GiB: link it at "
                + "0x80400000, or give its sections load addresses in RAM with AT() in the linker "
                + "script"), refusal(virtual, RAM));
    }

    @Test
    void kernelThatOverlapsTheFirmwareIsRefused() throws Exception {
        String firmware = file("fw.bin", new byte[4096]);
        BootRequest request = new BootRequest(Optional.of(machineProgram()),
                new Firmware.Binary(firmware), Optional.empty(), Optional.empty(),
                Optional.empty(), List.of());
        String message = refusal(request, RAM);
        assertTrue(message.startsWith("m.elf (0x80000000..") && message.endsWith(
                " overlaps fw.bin (0x80000000..0x80001000): link or place one of them elsewhere"),
                message);
    }

    @Test
    void nothingToBootSaysWhatToGive() {
        assertEquals("nothing to boot: name a kernel, a program or a disk image, for example "
                + "cleave boot kernel.elf", refusal(new BootRequest(Optional.empty(),
                new Firmware.Automatic(), Optional.empty(), Optional.empty(), Optional.empty(),
                List.of()), RAM));
    }

    @Test
    void headerInFrontOfAProgramAtTheStartOfRamIsLeftOut() throws Exception {
        byte[] elf = TestGuest.elf(TestGuest.MACHINE_START, TestGuest.hello(3));
        byte[] widened = WidenedElf.withHeaderInFirstSegment(elf);
        BootPlan plan = plan(file("m.elf", widened), new Firmware.Automatic());
        assertEquals(BASE, piece(plan, "m.elf").address());
        Machine machine = Machine.builder().memory(1 << 20).build();
        BootPlan small = plan(BootRequest.of(file("m.elf", widened)), 1 << 20);
        small.attach(machine);
        assertEquals(new StopReason.Exited(3), machine.run(1000));
    }

    @Test
    void bootsTheSameAgainAfterAReset() throws Exception {
        Machine machine = Machine.builder().memory(16 << 20).build();
        plan(BootRequest.of(kernel()), 16 << 20).attach(machine);
        long before = machine.hart().cycle;
        assertEquals(new StopReason.Exited(0), machine.run(100_000));
        long first = machine.hart().cycle - before;
        machine.powerOn();
        before = machine.hart().cycle;
        assertEquals(new StopReason.Exited(0), machine.run(100_000));
        assertEquals(first, machine.hart().cycle - before);
    }
}

package cleave.tests.firmware;

import static cleave.toolchain.isa.Register.A7;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.guestos.firmware.Firmware;
import cleave.tests.Peer;
import cleave.tests.Run;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.SbiFunction;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the firmware in machine code starts kernels, and what it says when it cannot. */
class FirmwareBootTest {
    private static final int RAM = 0x8000_0000;
    private static final int DEFAULT_KERNEL = 0x8040_0000;
    private static final int ELSEWHERE = 0x8020_0002;
    private static final int INFO = 0x8060_0000;
    private static final int TREE = 0x8070_0000;
    private static final int OSBI = 0x4942_534f;
    private static final long MOST_CYCLES = 1_000_000;

    private static final Assembly FIRMWARE = Firmware.assemble();

    private final StringBuilder output = new StringBuilder();
    private Machine machine = machine(8 << 20);

    private Machine machine(int memory) {
        return Machine.builder().memory(memory).serial(new ConsolePort() {
            @Override
            public void put(int value) {
                output.append((char) value);
            }

            @Override
            public int take() {
                return -1;
            }

            @Override
            public boolean hasInput() {
                return false;
            }
        }).build();
    }

    private static long at(int address) {
        return Integer.toUnsignedLong(address);
    }

    private void load(int address, byte[] bytes) {
        machine.memory().load(at(address), bytes, 0, bytes.length);
    }

    private void words(int address, int... words) {
        for (int i = 0; i < words.length; i++) {
            machine.memory().writeInt(at(address + 4 * i), words[i]);
        }
    }

    /** A kernel that powers off at once. */
    private static byte[] kernel(int address) {
        Assembler a = new Assembler();
        a.li(A7, SbiFunction.LEGACY_SHUTDOWN.extension().id());
        a.ecall();
        return a.assemble(address & -4).flat();
    }

    private void start(int tree, int info) {
        load(RAM, FIRMWARE.flat());
        machine.hart().setX(Register.A1.number(), tree);
        machine.hart().setX(Register.A2.number(), info);
        machine.hart().pc = RAM;
    }

    private StopReason run() {
        return machine.run(MOST_CYCLES);
    }

    /** Runs until the firmware has handed over. */
    private void runToKernel(int entry) {
        while (machine.hart().pc != entry) {
            machine.step();
            assertEquals(true, machine.hart().cycle < MOST_CYCLES, output.toString());
        }
    }

    @Test
    void kernelIsAtTheDefaultAddressWhenNobodySaysOtherwise() {
        load(DEFAULT_KERNEL, kernel(DEFAULT_KERNEL));
        for (int info : new int[] {0, 1, 0x0005_0000, INFO}) {
            start(TREE, info);
            runToKernel(DEFAULT_KERNEL);
            assertEquals(Hart.S, machine.hart().mode());
            assertEquals(0, machine.hart().x[Register.A0.number()]);
            assertEquals(TREE, machine.hart().x[Register.A1.number()]);
            machine.powerOn();
        }
    }

    @Test
    void kernelIsWhereTheDynamicInformationSays() {
        load(ELSEWHERE, kernel(ELSEWHERE));
        words(INFO, OSBI, 2, ELSEWHERE, Hart.S, 0, 0);
        start(0, INFO);
        runToKernel(ELSEWHERE);
        assertEquals(Hart.S, machine.hart().mode());
        assertEquals(new StopReason.Exited(0), run());
    }

    @Test
    void addressZeroInTheInformationMeansTheDefault() {
        load(DEFAULT_KERNEL, kernel(DEFAULT_KERNEL));
        words(INFO, OSBI, 2, 0, Hart.S, 0, 0);
        start(0, INFO);
        assertEquals(new StopReason.Exited(0), run());
    }

    @Test
    void kernelMayStartInMachineMode() {
        load(ELSEWHERE, kernel(ELSEWHERE));
        words(INFO, OSBI, 1, ELSEWHERE, Hart.M);
        start(0, INFO);
        runToKernel(ELSEWHERE);
        assertEquals(Hart.M, machine.hart().mode());
    }

    @Test
    void kernelInUserModeIsRefused() {
        load(ELSEWHERE, kernel(ELSEWHERE));
        words(INFO, OSBI, 2, ELSEWHERE, Hart.U, 0, 0);
        start(0, INFO);
        assertEquals(new StopReason.Exited(1), run());
        assertEquals("Cleave firmware: a kernel starts in S-mode (1) or M-mode (3), not in mode "
                + "0x00000000\n", output.toString());
    }

    @Test
    void missingKernelIsReported() {
        start(0, 0);
        assertEquals(new StopReason.Exited(1), run());
        assertEquals("Cleave firmware: give a kernel by -kernel, there is none at 0x80400000\n",
                output.toString());
        output.setLength(0);
        words(INFO, OSBI, 2, 0x7000_0000, Hart.S, 0, 0);
        start(0, INFO);
        assertEquals(new StopReason.Exited(1), run());
        assertEquals("Cleave firmware: give a kernel by -kernel, there is none at 0x70000000\n",
                output.toString());
    }

    @Test
    void missingKernelIsReportedOnQemu(@TempDir Path folder) throws Exception {
        Path firmware = Files.write(folder.resolve("firmware.bin"), FIRMWARE.flat());
        Run qemu = Peer.qemu(30, "-bios", firmware.toString());
        assertEquals("Cleave firmware: give a kernel by -kernel, there is none at 0x80400000\n",
                qemu.out());
        assertEquals(1, qemu.exitCode());
    }

    @Test
    void trapOfTheFirmwareItselfEndsTheRunWithItsPlace() {
        load(DEFAULT_KERNEL, kernel(DEFAULT_KERNEL));
        start(0, 0);
        runToKernel(DEFAULT_KERNEL);
        machine.hart().csrs().write(Csr.MSCRATCH, 0);
        assertEquals(new StopReason.Exited(1), run());
        assertEquals("Cleave firmware: a trap in M-mode: mcause 0x00000009 mepc 0x80400004 "
                + "mtval 0x00000000\n", output.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x41_0000, 0x40_1000, 0x7f_f000, 0x80_0000, 0xabc_d000, 0x800_0000})
    void lastAddressOfRamIsFound(int size) {
        machine = machine(size);
        load(DEFAULT_KERNEL, kernel(DEFAULT_KERNEL));
        start(0, 0);
        runToKernel(DEFAULT_KERNEL);
        assertEquals(RAM + size - 1,
                machine.memory().readInt(at(FIRMWARE.address("memory_last"))));
    }

    // ---- the device tree ----

    private byte[] treeAfterBoot(byte[] tree, int address) {
        load(DEFAULT_KERNEL, kernel(DEFAULT_KERNEL));
        load(address, tree);
        start(address, 0);
        runToKernel(DEFAULT_KERNEL);
        byte[] after = new byte[Math.min(tree.length + 16, RAM + (8 << 20) - address)];
        machine.memory().read(at(address), after, 0, after.length);
        return after;
    }

    @Test
    void deviceTreeReservesTheFirmwaresMemory() {
        byte[] tree = KernelRun.deviceTree();
        byte[] after = treeAfterBoot(tree, TREE);
        ByteBuffer header = ByteBuffer.wrap(after);
        assertEquals(tree.length + 16, header.getInt(4), "total size");
        int reservations = header.getInt(16);
        assertEquals(at(RAM), header.getLong(reservations));
        assertEquals(0x1_0000, header.getLong(reservations + 8));
        assertArrayEquals(new byte[16],
                Arrays.copyOfRange(after, reservations + 16, reservations + 32));
        ByteBuffer before = ByteBuffer.wrap(tree);
        for (int field : new int[] {8, 12}) {
            assertEquals(before.getInt(field) + 16, header.getInt(field));
        }
        assertArrayEquals(Arrays.copyOfRange(tree, before.getInt(8), tree.length),
                Arrays.copyOfRange(after, header.getInt(8), after.length));
    }

    @Test
    void reservationIsMadeOnce() {
        byte[] once = treeAfterBoot(KernelRun.deviceTree(), TREE);
        machine.powerOn();
        assertArrayEquals(once, Arrays.copyOf(treeAfterBoot(once, TREE), once.length));
    }

    @Test
    void whatIsNoDeviceTreeOrHasNoRoomIsLeftAlone() {
        byte[] tree = KernelRun.deviceTree();
        byte[] wrong = tree.clone();
        wrong[0]++;
        byte[] after = treeAfterBoot(wrong, TREE);
        assertArrayEquals(wrong, Arrays.copyOf(after, wrong.length));
        machine.powerOn();
        byte[] full = Arrays.copyOf(tree, 4096);
        ByteBuffer.wrap(full).putInt(4, full.length);
        assertArrayEquals(full, treeAfterBoot(full, RAM + (8 << 20) - full.length));
        machine.powerOn();
        start(RAM + 8, 0);
        runToKernel(DEFAULT_KERNEL);
        assertFalse(output.toString().contains("trap"), output.toString());
    }

    @Test
    void qemusDeviceTreeStaysOneThatDtcReads(@TempDir Path folder) throws Exception {
        Peer.need("dtc", "device-tree-compiler");
        Path dumped = folder.resolve("virt.dtb");
        Run qemu = Peer.qemu(30, "-bios", "none", "-machine", "dumpdtb=" + dumped);
        assertEquals(0, qemu.exitCode(), qemu.toString());
        Path packed = folder.resolve("packed.dtb");
        dtc("-I", "dtb", "-O", "dtb", "-o", packed.toString(), dumped.toString());
        String before = source(packed);
        machine = machine(128 << 20);
        load(DEFAULT_KERNEL, kernel(DEFAULT_KERNEL));
        load(TREE, Files.readAllBytes(packed));
        start(TREE, 0);
        runToKernel(DEFAULT_KERNEL);
        byte[] header = new byte[8];
        machine.memory().read(at(TREE), header, 0, header.length);
        byte[] after = new byte[ByteBuffer.wrap(header).getInt(4)];
        machine.memory().read(at(TREE), after, 0, after.length);
        Path changed = Files.write(folder.resolve("changed.dtb"), after);
        assertEquals(before.replaceFirst("\n\n", "\n\n/memreserve/\t0x0000000080000000 "
                + "0x0000000000010000;\n"), source(changed));
    }

    private static String source(Path tree) throws Exception {
        return dtc("-I", "dtb", "-O", "dts", tree.toString()).out();
    }

    private static Run dtc(String... arguments) throws Exception {
        Run dtc = new Run.Command(30, "dtc", "-q").with(List.of(arguments)).run();
        assertEquals(0, dtc.exitCode(), dtc.toString());
        return dtc;
    }
}

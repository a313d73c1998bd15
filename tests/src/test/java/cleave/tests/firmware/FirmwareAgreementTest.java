package cleave.tests.firmware;

import static cleave.tests.firmware.Agreement.EVERYWHERE;
import static cleave.tests.firmware.Agreement.IN_MACHINE_CODE;
import static cleave.tests.firmware.Agreement.ON_ONE_MACHINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.tests.Run;
import cleave.toolchain.isa.Csr;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same kernel on the firmware that is built in to the machine, on the one in machine code, and
 * on the latter in QEMU. What may differ, and why, is said in {@link Agreement}.
 */
class FirmwareAgreementTest {
    private static final HartOptions DEFAULT = HartOptions.DEFAULT;
    private static final StopReason SUCCESS = new StopReason.Exited(0);
    private static final Set<Agreement> ALL = EnumSet.allOf(Agreement.class);

    @TempDir
    Path folder;

    private static SbiTestKernel kernel(boolean machineCode) {
        return new SbiTestKernel(Ending.SHUTDOWN, machineCode);
    }

    private static String builtIn(EngineKind engine, HartOptions options) {
        KernelRun run = KernelRun.builtIn(engine, options, kernel(false).flat()).toTheEnd();
        assertEquals(SUCCESS, run.reason(), run.console());
        return run.console();
    }

    private static String machineCode(EngineKind engine, HartOptions options) {
        KernelRun run = KernelRun.machineCode(engine, options, kernel(true).flat()).toTheEnd();
        assertEquals(SUCCESS, run.reason(), run.console());
        return run.console();
    }

    private static String machineCode() {
        return machineCode(EngineKind.INTERPRETER, DEFAULT);
    }

    /** The lines that must agree in one of these ways; lines without a name always must. */
    private static String comparable(String console, Set<Agreement> ways) {
        Map<String, Agreement> byName = kernel(true).agreements();
        return console.lines()
                .filter(line -> ways.contains(byName.getOrDefault(name(line), EVERYWHERE)))
                .collect(Collectors.joining("\n"));
    }

    private static String name(String line) {
        return line.substring(0, Math.max(0, line.lastIndexOf(':')));
    }

    private static void assertAgree(String expected, String actual, Set<Agreement> ways) {
        String lines = comparable(expected, ways);
        assertTrue(lines.endsWith("\nend:"), expected);
        assertEquals(lines, comparable(actual, ways));
    }

    // ---- here ----

    @ParameterizedTest
    @EnumSource
    void bothFirmwaresAnswerEveryCallAlike(EngineKind engine) {
        assertAgree(builtIn(engine, DEFAULT), machineCode(engine, DEFAULT),
                EnumSet.of(EVERYWHERE, ON_ONE_MACHINE));
    }

    @Test
    void bothFirmwaresDoMisalignedAccessesForAHartThatTrapsThem() {
        HartOptions trapping = new HartOptions(16, true, true, TimingModel.UNIT);
        String machineCode = machineCode(EngineKind.INTERPRETER, trapping);
        assertAgree(builtIn(EngineKind.INTERPRETER, trapping), machineCode,
                EnumSet.of(EVERYWHERE, ON_ONE_MACHINE));
        assertAgree(machineCode(), machineCode, ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void firmwareRunsWithFewerPmpEntries(int entries) {
        HartOptions fewer = new HartOptions(entries, false, true, TimingModel.PIPELINE);
        assertAgree(machineCode(), machineCode(EngineKind.INTERPRETER, fewer),
                entries == 0 ? EnumSet.of(EVERYWHERE, ON_ONE_MACHINE) : ALL);
    }

    /** The kernel cannot tell a hart without these CSRs from one that has them. */
    @Test
    void firmwareReadsCountersThatTheHartDoesNotShow() {
        KernelRun run = KernelRun.machineCode(EngineKind.INTERPRETER, DEFAULT,
                kernel(true).flat());
        Machine machine = run.machine();
        while (machine.hart().mode() == Hart.M) {
            machine.step();
        }
        machine.hart().csrs().write(Csr.MCOUNTEREN, ~7);
        // Without TM, stimecmp is not the kernel's either; it does not use it.
        assertEquals(SUCCESS, run.toTheEnd().reason(), run.console());
        assertAgree(machineCode(), run.console(), ALL);
    }

    @ParameterizedTest
    @EnumSource
    void everyEndingIsTheSameWithBothFirmwares(Ending ending) {
        StopReason builtIn = KernelRun.builtIn(EngineKind.INTERPRETER, DEFAULT,
                new SbiTestKernel(ending, false).flat()).toTheEnd().reason();
        StopReason machineCode = KernelRun.machineCode(EngineKind.INTERPRETER, DEFAULT,
                new SbiTestKernel(ending, true).flat()).toTheEnd().reason();
        switch (ending) {
            case SHUTDOWN, LEGACY_SHUTDOWN -> assertEquals(SUCCESS, builtIn);
            case SYSTEM_FAILURE -> assertEquals(new StopReason.Exited(1), builtIn);
            case COLD_REBOOT, WARM_REBOOT ->
                    assertEquals(new StopReason.ResetRequested(), builtIn);
            case HART_STOP -> {
                assertInstanceOf(StopReason.Stuck.class, builtIn);
                assertInstanceOf(StopReason.Stuck.class, machineCode);
                return;
            }
        }
        assertEquals(builtIn, machineCode);
    }

    // ---- on QEMU ----

    @Test
    void firmwareAnswersOnQemuAsItDoesHere() throws Exception {
        Run qemu = QemuRun.of(folder, kernel(true).elf());
        assertAgree(machineCode(), qemu.out(), EnumSet.of(EVERYWHERE, IN_MACHINE_CODE));
        assertEquals(0, qemu.exitCode(), qemu.toString());
    }

    /** Then the timer is the CLINT's. */
    @Test
    void firmwareAnswersOnQemuWithoutSstcAsItDoesHere() throws Exception {
        Run qemu = QemuRun.of(folder, kernel(true).elf(), "-cpu", "rv32,sstc=false");
        assertAgree(machineCode(), qemu.out(), EnumSet.of(EVERYWHERE, IN_MACHINE_CODE));
    }

    @Test
    void furtherHartsSleep() throws Exception {
        Run qemu = QemuRun.of(folder, kernel(true).elf(), "-smp", "3");
        assertAgree(machineCode(), qemu.out(), EnumSet.of(EVERYWHERE, IN_MACHINE_CODE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HART_STOP")
    void everyEndingHasTheSameExitCodeOnQemu(Ending ending) throws Exception {
        Run qemu = QemuRun.of(folder, new SbiTestKernel(ending, true).elf());
        assertEquals(ending == Ending.SYSTEM_FAILURE ? 1 : 0, qemu.exitCode(), qemu.toString());
        assertTrue(List.of(qemu.out().split("\n")).contains("end:"), qemu.out());
        assertTrue(qemu.out().endsWith("end:\n"), qemu.out());
    }
}

package cleave.emulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.device.ScriptedPort;
import cleave.emulator.device.Uart16550;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.Interrupts;
import cleave.emulator.hart.Status;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.mmu.Pte;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiExtension;
import cleave.toolchain.isa.SbiFunction;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SbiFirmwareTest {
    private static final int RAM = 0x8000_0000;
    private static final int RAM_BYTES = 8 << 20;
    private static final int KERNEL = 0x8040_0000;
    private static final int HANDLER = 0x8050_0000;
    private static final int BUFFER = 0x8060_0000;
    private static final int DEVICE_TREE = 0x8070_0000;
    private static final int ECALL = Instruction.ECALL.encode(0, 0, 0, 0);
    private static final int NOP = Instruction.ADDI.encode(0, 0, 0, 0);
    private static final int BACK = Instruction.JAL.encode(0, 0, 0, -4);

    private final ScriptedPort console = new ScriptedPort();
    private final Machine machine = boot();

    private Machine boot() {
        Machine made = Machine.builder().memory(RAM_BYTES).serial(console).build();
        SbiFirmware firmware = new SbiFirmware(made);
        made.addBootAction(() -> {
            made.memory().writeInt(at(KERNEL), ECALL);
            made.memory().writeInt(at(KERNEL + 4), NOP);
            made.memory().writeInt(at(KERNEL + 8), BACK);
            firmware.boot(KERNEL, DEVICE_TREE);
            made.hart().csrs().write(Csr.STVEC, HANDLER);
        });
        return made;
    }

    private static long at(int address) {
        return Integer.toUnsignedLong(address);
    }

    private Hart hart() {
        return machine.hart();
    }

    private int csr(Csr csr) {
        return hart().csrs().read(csr);
    }

    private int x(Register register) {
        return hart().x[register.number()];
    }

    /** Executes the kernel's ecall with these values in a7, a6 and a0 on. */
    private StopReason ecall(int extension, int function, int... arguments) {
        hart().pc = KERNEL;
        hart().setX(Register.A7.number(), extension);
        hart().setX(Register.A6.number(), function);
        hart().setX(Register.A1.number(), 0x5a5a_5a5a);
        for (int i = 0; i < arguments.length; i++) {
            hart().setX(Register.A0.number() + i, arguments[i]);
        }
        return machine.step();
    }

    private StopReason ecall(SbiFunction function, int... arguments) {
        return ecall(function.extension().id(), function.id(), arguments);
    }

    private void assertReturns(SbiError error, int value) {
        assertEquals(KERNEL + 4, hart().pc, "the call has returned");
        assertEquals(Hart.S, hart().mode());
        assertEquals(error.code(), x(Register.A0), "a0");
        assertEquals(value, x(Register.A1), "a1");
    }

    private void assertReturnsLegacy(int value) {
        assertEquals(KERNEL + 4, hart().pc, "the call has returned");
        assertEquals(value, x(Register.A0), "a0");
    }

    private void assertHandlerEntered(Cause cause, int tval, int epc) {
        assertEquals(HANDLER, hart().pc, "in the kernel's trap handler");
        assertEquals(Hart.S, hart().mode());
        assertEquals(cause.value(), csr(Csr.SCAUSE));
        assertEquals(tval, csr(Csr.STVAL));
        assertEquals(epc, csr(Csr.SEPC));
    }

    // ---- the hand-over ----

    @Test
    void kernelStartsInSupervisorModeWithItsDeviceTree() {
        Machine fresh = Machine.builder().memory(RAM_BYTES).build();
        SbiFirmware firmware = new SbiFirmware(fresh);
        fresh.addBootAction(() -> firmware.boot(KERNEL, DEVICE_TREE));
        Hart hart = fresh.hart();
        assertEquals(Hart.S, hart.mode());
        assertEquals(KERNEL, hart.pc);
        assertEquals(0, hart.x[Register.A0.number()]);
        assertEquals(DEVICE_TREE, hart.x[Register.A1.number()]);
        assertEquals(KERNEL, hart.csrs().read(Csr.STVEC));
        for (Csr zero : new Csr[] {Csr.SATP, Csr.SIE, Csr.SSCRATCH, Csr.SIP, Csr.SSTATUS}) {
            assertEquals(0, hart.csrs().read(zero), zero.assemblyName());
        }
        assertEquals(0xb109, hart.csrs().read(Csr.MEDELEG));
        assertEquals(0x222, hart.csrs().read(Csr.MIDELEG));
        assertEquals(7, hart.csrs().read(Csr.SCOUNTEREN));
        assertEquals(-1, hart.csrs().read(Csr.STIMECMPH));
    }

    @Test
    void resetBootsTheKernelAgain() {
        hart().csrs().write(Csr.SSCRATCH, 7);
        ecall(SbiFunction.SYSTEM_RESET, Sbi.RESET_WARM_REBOOT, Sbi.REASON_NONE);
        machine.step();
        assertEquals(0, csr(Csr.SSCRATCH));
        assertEquals(Hart.S, hart().mode());
    }

    // ---- Base ----

    @Test
    void versionIsTwoPointZeroAndImplementationIsOurs() {
        ecall(SbiFunction.GET_SPEC_VERSION);
        assertReturns(SbiError.SUCCESS, 0x0200_0000);
        ecall(SbiFunction.GET_IMPL_ID);
        assertReturns(SbiError.SUCCESS, Sbi.IMPLEMENTATION_ID);
        ecall(SbiFunction.GET_IMPL_VERSION);
        assertReturns(SbiError.SUCCESS, Sbi.IMPLEMENTATION_VERSION);
        ecall(SbiFunction.GET_MVENDORID);
        assertReturns(SbiError.SUCCESS, csr(Csr.MVENDORID));
        ecall(SbiFunction.GET_MARCHID);
        assertReturns(SbiError.SUCCESS, csr(Csr.MARCHID));
        ecall(SbiFunction.GET_MIMPID);
        assertReturns(SbiError.SUCCESS, csr(Csr.MIMPID));
    }

    @Test
    void everyExtensionOfTheTableIsFoundAndNoOther() {
        for (SbiExtension extension : SbiExtension.values()) {
            ecall(SbiFunction.PROBE_EXTENSION, extension.id());
            assertReturns(SbiError.SUCCESS, 1);
        }
        int pmu = 0x504d55;
        int susp = 0x53555350;
        for (int absent : new int[] {pmu, susp, 9, 15, 17, -1}) {
            ecall(SbiFunction.PROBE_EXTENSION, absent);
            assertReturns(SbiError.SUCCESS, 0);
        }
    }

    @Test
    void unknownExtensionsAndFunctionsAreNotSupported() {
        for (int[] unknown : new int[][] {{0x504d55, 0}, {9, 0}, {-1, 0},
            {SbiExtension.BASE.id(), 7}, {SbiExtension.TIME.id(), 1},
            {SbiExtension.RFENCE.id(), 3}, {SbiExtension.RFENCE.id(), 6},
            {SbiExtension.HSM.id(), 4}, {SbiExtension.SRST.id(), -1}}) {
            ecall(unknown[0], unknown[1], 1, 0);
            assertReturns(SbiError.NOT_SUPPORTED, 0);
        }
    }

    @Test
    void callsPreserveAllRegistersButTwo() {
        int[] before = new int[32];
        for (int i = 1; i < 32; i++) {
            before[i] = 0x1111_1111 * i;
        }
        System.arraycopy(before, 0, hart().x, 0, 32);
        ecall(SbiFunction.GET_SPEC_VERSION);
        int[] after = Arrays.copyOf(hart().x, 32);
        for (Register changed : new Register[] {Register.A0, Register.A1, Register.A6,
            Register.A7}) {
            after[changed.number()] = before[changed.number()];
        }
        assertEquals(Arrays.toString(before), Arrays.toString(after));
    }

    // ---- TIME, IPI ----

    @Test
    void timerInterruptComesAtTheTimeAskedForAndIsTakenBackByALaterOne() {
        hart().csrs().write(Csr.SIE, Interrupts.STI);
        ecall(SbiFunction.SET_TIMER, 0, 0);
        assertReturns(SbiError.SUCCESS, 0);
        assertEquals(Interrupts.STI, csr(Csr.SIP));
        ecall(SbiFunction.SET_TIMER, 50, 0);
        assertReturns(SbiError.SUCCESS, 0);
        assertEquals(0, csr(Csr.SIP), "a time in the future takes the pending interrupt back");
        machine.run(4_999 - hart().cycle);
        assertEquals(0, csr(Csr.SIP));
        machine.run(1);
        assertEquals(Interrupts.STI, csr(Csr.SIP));
        ecall(SbiFunction.LEGACY_SET_TIMER, -1, -1);
        assertReturnsLegacy(0);
        assertEquals(0, csr(Csr.SIP));
    }

    @Test
    void interProcessorInterruptIsTheSupervisorSoftwareInterrupt() {
        ecall(SbiFunction.SEND_IPI, 0, 0);
        assertReturns(SbiError.SUCCESS, 0);
        assertEquals(0, csr(Csr.SIP), "an empty mask is nobody");
        ecall(SbiFunction.SEND_IPI, 1, 0);
        assertReturns(SbiError.SUCCESS, 0);
        assertEquals(Interrupts.SSI, csr(Csr.SIP));
        ecall(SbiFunction.LEGACY_CLEAR_IPI);
        assertReturnsLegacy(1);
        assertEquals(0, csr(Csr.SIP));
        ecall(SbiFunction.LEGACY_CLEAR_IPI);
        assertReturnsLegacy(0);
        ecall(SbiFunction.SEND_IPI, 0, -1);
        assertReturns(SbiError.SUCCESS, 0);
        assertEquals(Interrupts.SSI, csr(Csr.SIP), "base -1 is everybody");
    }

    @Test
    void hartsThatDoNotExistAreInvalid() {
        for (int[] harts : new int[][] {{2, 0}, {3, 0}, {1, 1}, {0, 1}, {1, 0x8000_0000}}) {
            ecall(SbiFunction.SEND_IPI, harts[0], harts[1]);
            assertReturns(SbiError.INVALID_PARAM, 0);
            ecall(SbiFunction.REMOTE_FENCE_I, harts[0], harts[1]);
            assertReturns(SbiError.INVALID_PARAM, 0);
        }
        assertEquals(0, csr(Csr.SIP));
    }

    @Test
    void legacyMaskIsReadFromVirtualMemory() {
        machine.memory().writeInt(at(BUFFER), 2);
        ecall(SbiFunction.LEGACY_SEND_IPI, BUFFER);
        assertReturnsLegacy(0);
        assertEquals(0, csr(Csr.SIP), "hart 1 does not exist");
        machine.memory().writeInt(at(BUFFER), 3);
        ecall(SbiFunction.LEGACY_SEND_IPI, BUFFER);
        assertReturnsLegacy(0);
        assertEquals(Interrupts.SSI, csr(Csr.SIP));
        ecall(SbiFunction.LEGACY_CLEAR_IPI);
        ecall(SbiFunction.LEGACY_SEND_IPI, 0);
        assertEquals(Interrupts.SSI, csr(Csr.SIP), "no mask is everybody");
    }

    @Test
    void faultOnReadingALegacyMaskIsTheCallers() {
        ecall(SbiFunction.LEGACY_SEND_IPI, 0x7000_0000);
        assertHandlerEntered(Cause.LOAD_ACCESS_FAULT, 0x7000_0000, KERNEL);
        ecall(SbiFunction.LEGACY_REMOTE_SFENCE_VMA, 0x7000_0004, 0, 0);
        assertHandlerEntered(Cause.LOAD_ACCESS_FAULT, 0x7000_0004, KERNEL);
    }

    // ---- RFENCE ----

    /** Identity megapages, but for one 4 KiB page whose frame the test changes. */
    private void paging(int va, int frame) {
        int root = BUFFER;
        int table = BUFFER + 0x1000;
        int leaf = Pte.V | Pte.R | Pte.W | Pte.X | Pte.A | Pte.D;
        for (int i = 0x200; i < 0x202; i++) {
            machine.memory().writeInt(at(root + 4 * i), i << 20 | leaf);
        }
        machine.memory().writeInt(at(root + 4 * (va >>> 22)), table >>> 12 << 10 | Pte.V);
        map(va, frame);
        hart().csrs().write(Csr.SATP, 1 << 31 | root >>> 12);
    }

    private void map(int va, int frame) {
        int leaf = Pte.V | Pte.R | Pte.W | Pte.A | Pte.D;
        machine.memory().writeInt(at(BUFFER + 0x1000 + 4 * (va >>> 12 & 0x3ff)),
                frame >>> 12 << 10 | leaf);
    }

    @Test
    void remoteFencesMakeNewTranslationsSeen() {
        int va = 0x1000_3000;
        machine.memory().writeInt(at(BUFFER + 0x2000), 1);
        machine.memory().writeInt(at(BUFFER + 0x3000), 2);
        paging(va, BUFFER + 0x2000);
        assertEquals(1, hart().mmu().load(va, 4));
        int[][] calls = {{1, va, 4096}, {1, va - 4096, 8192}, {1, 0, 0}, {1, 0, -1},
            {1, 0, 0x7fff_ffff}, {2, va, 4096, 0}, {2, 0, -1, 0}};
        int frame = 3;
        for (int[] fence : calls) {
            map(va, BUFFER + frame * 0x1000);
            ecall(SbiExtension.RFENCE.id(), fence[0], 1, 0, fence[1], fence[2],
                    fence.length > 3 ? fence[3] : 0);
            assertReturns(SbiError.SUCCESS, 0);
            assertEquals(frame - 1, hart().mmu().load(va, 4), Arrays.toString(fence));
            frame = 5 - frame;
        }
    }

    @Test
    void rangesBeyondTheLastAddressAreInvalid() {
        ecall(SbiFunction.REMOTE_SFENCE_VMA, 1, 0, 0xffff_f000, 0x1000);
        assertReturns(SbiError.SUCCESS, 0);
        ecall(SbiFunction.REMOTE_SFENCE_VMA, 1, 0, 0xffff_f000, 0x1001);
        assertReturns(SbiError.INVALID_ADDRESS, 0);
        ecall(SbiFunction.REMOTE_SFENCE_VMA_ASID, 1, 0, 0x8000_0000, 0xc000_0000, 1);
        assertReturns(SbiError.INVALID_ADDRESS, 0);
        ecall(SbiFunction.LEGACY_REMOTE_SFENCE_VMA, 0, 0x8000_0000, 0xc000_0000);
        assertReturnsLegacy(SbiError.INVALID_ADDRESS.code());
    }

    // ---- HSM ----

    @Test
    void theOnlyHartIsStarted() {
        ecall(SbiFunction.HART_GET_STATUS, 0);
        assertReturns(SbiError.SUCCESS, 0);
        ecall(SbiFunction.HART_GET_STATUS, 1);
        assertReturns(SbiError.INVALID_PARAM, 0);
        ecall(SbiFunction.HART_START, 0, KERNEL, 0);
        assertReturns(SbiError.ALREADY_AVAILABLE, 0);
        ecall(SbiFunction.HART_START, 1, KERNEL, 0);
        assertReturns(SbiError.INVALID_PARAM, 0);
    }

    @Test
    void stoppingTheOnlyHartEndsTheRunWithADiagnosis() {
        StopReason.Stuck stuck = assertInstanceOf(StopReason.Stuck.class,
                ecall(SbiFunction.HART_STOP));
        assertTrue(stuck.diagnosis().contains("hart_stop at 0x80400000"), stuck.diagnosis());
        assertInstanceOf(StopReason.Stuck.class, machine.run(1000), "and stays stopped");
    }

    @Test
    void retentiveSuspendSleepsUntilAnInterruptIsPending() {
        hart().csrs().write(Csr.SIE, Interrupts.STI);
        ecall(SbiFunction.SET_TIMER, 1_000, 0);
        ecall(SbiFunction.HART_SUSPEND, Sbi.SUSPEND_RETENTIVE, 0, 0);
        assertTrue(hart().isWaiting());
        machine.run(99_000);
        assertTrue(hart().isWaiting());
        machine.run(2_000);
        assertReturns(SbiError.SUCCESS, 0);
    }

    @Test
    void nonRetentiveSuspendResumesAtTheAddressGiven() {
        hart().csrs().write(Csr.SIE, Interrupts.STI);
        hart().csrs().write(Csr.SSTATUS, Status.SIE);
        ecall(SbiFunction.SET_TIMER, 1_000, 0);
        machine.memory().writeInt(at(BUFFER), NOP);
        machine.memory().writeInt(at(BUFFER + 4), BACK);
        ecall(SbiFunction.HART_SUSPEND, Sbi.SUSPEND_NON_RETENTIVE, BUFFER, 0x1234);
        machine.run(100_000);
        assertEquals(BUFFER, hart().pc & ~7);
        assertEquals(0, x(Register.A0));
        assertEquals(0x1234, x(Register.A1));
        assertEquals(0, csr(Csr.SSTATUS) & Status.SIE);
        assertEquals(0, csr(Csr.SATP));
    }

    @Test
    void suspendRefusesWhatDoesNotExist() {
        for (int type : new int[] {1, 0x1000_0000, 0x8000_0001, 0x9000_0000, -1}) {
            ecall(SbiFunction.HART_SUSPEND, type, KERNEL, 0);
            assertReturns(SbiError.INVALID_PARAM, 0);
        }
        for (int address : new int[] {0, 0x1000_0000, KERNEL + 1, RAM + RAM_BYTES}) {
            ecall(SbiFunction.HART_SUSPEND, Sbi.SUSPEND_NON_RETENTIVE, address, 0);
            assertReturns(SbiError.INVALID_ADDRESS, 0);
        }
    }

    // ---- SRST ----

    @Test
    void shutdownExitsWithZeroAndSystemFailureDoesNot() {
        assertEquals(new StopReason.Exited(0),
                ecall(SbiFunction.SYSTEM_RESET, Sbi.RESET_SHUTDOWN, Sbi.REASON_NONE));
        assertEquals(new StopReason.Exited(1),
                ecall(SbiFunction.SYSTEM_RESET, Sbi.RESET_SHUTDOWN, Sbi.REASON_SYSTEM_FAILURE));
        assertEquals(new StopReason.Exited(0), ecall(SbiFunction.LEGACY_SHUTDOWN));
    }

    @Test
    void rebootsReset() {
        machine.setRebootAllowed(false);
        assertEquals(new StopReason.ResetRequested(), ecall(SbiFunction.SYSTEM_RESET,
                Sbi.RESET_COLD_REBOOT, Sbi.REASON_SYSTEM_FAILURE));
    }

    @Test
    void reservedAndVendorResetsAreInvalid() {
        for (int[] reset : new int[][] {{3, 0}, {0xf000_0000, 0}, {0, 2}, {0, 0xe000_0000},
            {0, 0xf000_0000}, {1, 2}}) {
            ecall(SbiFunction.SYSTEM_RESET, reset[0], reset[1]);
            assertReturns(SbiError.INVALID_PARAM, 0);
        }
    }

    // ---- DBCN and the legacy console ----

    @Test
    void consoleWritesBytesFromPhysicalMemory() {
        machine.memory().write(at(BUFFER), "cleave".getBytes(), 0, 6);
        ecall(SbiFunction.DEBUG_CONSOLE_WRITE, 6, BUFFER, 0);
        assertReturns(SbiError.SUCCESS, 6);
        ecall(SbiFunction.DEBUG_CONSOLE_WRITE_BYTE, 0x121);
        assertReturns(SbiError.SUCCESS, 0);
        ecall(SbiFunction.LEGACY_CONSOLE_PUTCHAR, '\n');
        assertReturnsLegacy(0);
        assertEquals("cleave!\n", console.output());
    }

    @Test
    void consoleRefusesWhatIsNotMemory() {
        int last = RAM + RAM_BYTES - 1;
        for (int[] range : new int[][] {{1, 0, 0}, {1, BUFFER, 1}, {1, BUFFER, 0x8000_0000},
            {2, last, 0}, {1, 0x1000_0000, 0}, {-1, BUFFER, 0}}) {
            for (SbiFunction function : new SbiFunction[] {SbiFunction.DEBUG_CONSOLE_WRITE,
                SbiFunction.DEBUG_CONSOLE_READ}) {
                ecall(function, range);
                assertReturns(SbiError.INVALID_PARAM, 0);
            }
        }
        ecall(SbiFunction.DEBUG_CONSOLE_WRITE, 1, last, 0);
        assertReturns(SbiError.SUCCESS, 1);
        ecall(SbiFunction.DEBUG_CONSOLE_WRITE, 0, 0, 0);
        assertReturns(SbiError.SUCCESS, 0);
    }

    @Test
    void consoleReadTakesWhatHasArrived() {
        ecall(SbiFunction.DEBUG_CONSOLE_READ, 8, BUFFER, 0);
        assertReturns(SbiError.SUCCESS, 0);
        console.type("ab");
        ecall(SbiFunction.DEBUG_CONSOLE_READ, 8, BUFFER, 0);
        assertReturns(SbiError.SUCCESS, 1);
        assertEquals('a', machine.memory().readByte(at(BUFFER)));
        assertEquals(0, machine.memory().readByte(at(BUFFER) + 1));
        hart().csrs().write(Csr.SIE, 0);
        machine.run(2 * Uart16550.CHARACTER_CYCLES);
        ecall(SbiFunction.LEGACY_CONSOLE_GETCHAR);
        assertReturnsLegacy('b');
        ecall(SbiFunction.LEGACY_CONSOLE_GETCHAR);
        assertReturnsLegacy(-1);
    }

    // ---- traps that are not calls ----

    @Test
    void illegalInstructionsAndAccessFaultsReachTheKernel() {
        machine.memory().writeInt(at(KERNEL), 0xffff_ffff);
        hart().pc = KERNEL;
        hart().csrs().write(Csr.SSTATUS, Status.SIE);
        machine.step();
        assertHandlerEntered(Cause.ILLEGAL_INSTRUCTION, 0xffff_ffff, KERNEL);
        assertEquals(Status.SPP | Status.SPIE,
                csr(Csr.SSTATUS) & (Status.SPP | Status.SPIE | Status.SIE));
        hart().pc = 0x7000_0000;
        machine.step();
        assertHandlerEntered(Cause.INSTRUCTION_ACCESS_FAULT, 0x7000_0000, 0x7000_0000);
    }

    @Test
    void manyCallsFromOnePlaceAreNotATrapLoop() {
        for (int i = 0; i < 3_000; i++) {
            ecall(SbiFunction.LEGACY_CONSOLE_GETCHAR);
        }
        assertReturnsLegacy(-1);
        assertEquals(false, hart().trapLoop().isStuck());
    }

    // ---- time ----

    @Test
    void callsCostTheSameEveryTime() {
        long before = hart().cycle;
        ecall(SbiFunction.GET_SPEC_VERSION);
        long first = hart().cycle - before;
        ecall(SbiFunction.GET_SPEC_VERSION);
        assertEquals(first, hart().cycle - before - first);
        assertNotEquals(0, first);
        before = hart().cycle;
        ecall(SbiFunction.DEBUG_CONSOLE_WRITE, 10, BUFFER, 0);
        assertEquals(first + 10 * SbiFirmware.CONSOLE_BYTE_CYCLES, hart().cycle - before);
    }
}

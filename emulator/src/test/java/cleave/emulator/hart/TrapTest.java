package cleave.emulator.hart;

import static cleave.emulator.hart.HartBench.CODE;
import static cleave.emulator.hart.HartBench.HANDLER;
import static cleave.emulator.hart.HartBench.trap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** Entering and leaving traps: which mode, which registers, which interrupt first. */
class TrapTest {
    private static final int SUPERVISOR_HANDLER = HANDLER + 0x800;

    private final HartBench bench = new HartBench();

    private int status(int bits) {
        return bench.csr(Csr.MSTATUS) & bits;
    }

    @Test
    void exceptionGoesToMachineModeUnlessDelegated() {
        bench.mode(Hart.U).csr(Csr.MSTATUS, Status.MIE);
        bench.run(Instruction.ECALL);
        assertEquals(Hart.M, bench.hart.mode());
        assertEquals(HANDLER, bench.hart.pc);
        assertEquals(CODE, bench.csr(Csr.MEPC));
        assertEquals(8, bench.csr(Csr.MCAUSE));
        assertEquals(0, bench.csr(Csr.MTVAL));
        assertEquals(Status.MPIE, status(Status.MIE | Status.MPIE | Status.MPP));
    }

    @Test
    void delegatedExceptionGoesToSupervisorMode() {
        for (int mode : new int[] {Hart.U, Hart.S}) {
            bench.csr(Csr.MEDELEG, ~0).csr(Csr.MSTATUS, Status.SIE | Status.MIE).mode(mode);
            bench.csr(Csr.MCAUSE, 99);
            bench.run(0);
            assertEquals(Hart.S, bench.hart.mode());
            assertEquals(SUPERVISOR_HANDLER, bench.hart.pc);
            assertEquals(CODE, bench.csr(Csr.SEPC));
            assertEquals(2, bench.csr(Csr.SCAUSE));
            assertEquals(99, bench.csr(Csr.MCAUSE));
            assertEquals(Status.SPIE | Status.MIE | (mode == Hart.S ? Status.SPP : 0),
                    status(Status.SIE | Status.SPIE | Status.SPP | Status.MIE | Status.MPIE));
        }
    }

    @Test
    void machineModesOwnExceptionsAreNeverDelegated() {
        bench.csr(Csr.MEDELEG, ~0).mode(Hart.M);
        bench.run(0);
        assertEquals(Hart.M, bench.hart.mode());
        assertEquals(Hart.M << Status.MPP_SHIFT, status(Status.MPP));
    }

    @Test
    void environmentCallsTellTheMode() {
        assertEquals(trap(Cause.ENVIRONMENT_CALL_FROM_U, 0),
                bench.mode(Hart.U).run(Instruction.ECALL));
        assertEquals(trap(Cause.ENVIRONMENT_CALL_FROM_S, 0),
                bench.mode(Hart.S).run(Instruction.ECALL));
        assertEquals(trap(Cause.ENVIRONMENT_CALL_FROM_M, 0),
                bench.mode(Hart.M).run(Instruction.ECALL));
    }

    @Test
    void breakpointTellsItsOwnAddress() {
        assertEquals(trap(Cause.BREAKPOINT, CODE), bench.run(Instruction.EBREAK));
        assertEquals(trap(Cause.BREAKPOINT, CODE), bench.run(0x9002));
    }

    @Test
    void illegalInstructionTellsItsBits() {
        assertEquals(trap(Cause.ILLEGAL_INSTRUCTION, 0xffff_ffff), bench.run(-1));
        assertEquals(trap(Cause.ILLEGAL_INSTRUCTION, 0), bench.run(0x1234_0000));
        assertEquals(trap(Cause.ILLEGAL_INSTRUCTION, 0x8002), bench.run(0xffff_8002));
        int mret = Instruction.MRET.encode(0, 0, 0, 0);
        assertEquals(trap(Cause.ILLEGAL_INSTRUCTION, mret), bench.mode(Hart.S).run(mret));
    }

    @Test
    void accessFaultTellsTheAddress() {
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x4000_0004), bench.load(0x4000_0004));
        assertEquals(trap(Cause.STORE_ACCESS_FAULT, 0x4000_0008), bench.store(0x4000_0008, 1));
        assertEquals(trap(Cause.INSTRUCTION_ACCESS_FAULT, 0x4000_0000), bench.runAt(0x4000_0000));
        assertEquals(0x4000_0000, bench.csr(Csr.MEPC));
    }

    @Test
    void vectoredModeIsForInterruptsOnly() {
        bench.csr(Csr.MTVEC, HANDLER | 1);
        bench.run(Instruction.ECALL);
        assertEquals(HANDLER, bench.hart.pc);
        bench.hart.setWire(Interrupts.MTI, true);
        bench.csr(Csr.MIE, Interrupts.MTI).csr(Csr.MSTATUS, Status.MIE);
        assertTrue(bench.hart.takeInterrupt());
        assertEquals(HANDLER + 4 * 7, bench.hart.pc);
        assertEquals(0x8000_0007, bench.csr(Csr.MCAUSE));
        assertEquals(0, bench.csr(Csr.MTVAL));
    }

    @Test
    void supervisorVectorsWorkAlike() {
        bench.csr(Csr.STVEC, SUPERVISOR_HANDLER | 1).csr(Csr.MIDELEG, ~0).csr(Csr.MIE, ~0)
                .csr(Csr.MSTATUS, Status.SIE).csr(Csr.MIP, Interrupts.SSI).mode(Hart.S);
        assertTrue(bench.hart.takeInterrupt());
        assertEquals(SUPERVISOR_HANDLER + 4, bench.hart.pc);
        assertEquals(0x8000_0001, bench.csr(Csr.SCAUSE));
    }

    @Test
    void interruptsComeInTheOrderOfTheManual() {
        bench.csr(Csr.MIE, ~0).csr(Csr.MIP, ~0);
        for (int bit : new int[] {Interrupts.MSI, Interrupts.MTI, Interrupts.MEI}) {
            bench.hart.setWire(bit, true);
        }
        for (int code : new int[] {11, 3, 7, 9, 1, 5}) {
            bench.csr(Csr.MSTATUS, Status.MIE).mode(Hart.M);
            assertTrue(bench.hart.takeInterrupt());
            assertEquals(Cause.INTERRUPT_BIT | code, bench.csr(Csr.MCAUSE));
            bench.hart.setWire(1 << code, false);
            bench.csr(Csr.MIP, bench.csr(Csr.MIP) & ~(1 << code));
        }
    }

    @Test
    void machineInterruptsGoBeforeDelegatedOnes() {
        bench.csr(Csr.MIDELEG, ~0).csr(Csr.MIE, ~0).csr(Csr.MIP, Interrupts.SEI);
        bench.hart.setWire(Interrupts.MTI, true);
        bench.csr(Csr.MSTATUS, Status.SIE).mode(Hart.S);
        assertTrue(bench.hart.takeInterrupt());
        assertEquals(0x8000_0007, bench.csr(Csr.MCAUSE));
        assertEquals(Hart.M, bench.hart.mode());
    }

    @Test
    void interruptsOfAMoreprivilegedModeCannotBeMaskedAndOfALessPrivilegedDoNotCome() {
        bench.csr(Csr.MIE, ~0).csr(Csr.MIDELEG, ~0).csr(Csr.MIP, Interrupts.SSI);
        assertFalse(bench.csr(Csr.MSTATUS, Status.MIE | Status.SIE).mode(Hart.M)
                .hart.takeInterrupt());
        assertFalse(bench.csr(Csr.MSTATUS, 0).mode(Hart.S).hart.takeInterrupt());
        assertTrue(bench.csr(Csr.MSTATUS, 0).mode(Hart.U).hart.takeInterrupt());
        assertEquals(Hart.S, bench.hart.mode());
        bench.hart.setWire(Interrupts.MSI, true);
        assertTrue(bench.csr(Csr.MSTATUS, 0).mode(Hart.S).hart.takeInterrupt());
        assertEquals(Hart.M, bench.hart.mode());
        assertFalse(bench.hart.takeInterrupt());
    }

    @Test
    void undelegatedSupervisorInterruptIsMachineModes() {
        bench.csr(Csr.MIE, ~0).csr(Csr.MIDELEG, 0).csr(Csr.MIP, Interrupts.STI).mode(Hart.S);
        assertTrue(bench.hart.takeInterrupt());
        assertEquals(0x8000_0005, bench.csr(Csr.MCAUSE));
    }

    @Test
    void mretRestoresModeAndEnableAndDropsMprvBelowMachineMode() {
        bench.csr(Csr.MEPC, CODE + 0x40).csr(Csr.MSTATUS,
                Status.MPIE | Status.MPRV | Hart.S << Status.MPP_SHIFT);
        assertNull(bench.run(Instruction.MRET));
        assertEquals(Hart.S, bench.hart.mode());
        assertEquals(CODE + 0x40, bench.hart.pc);
        assertEquals(Status.MIE | Status.MPIE,
                status(Status.MIE | Status.MPIE | Status.MPP | Status.MPRV));
    }

    @Test
    void mretToMachineModeKeepsMprv() {
        bench.csr(Csr.MEPC, CODE).csr(Csr.MSTATUS, Status.MPRV | Status.MPP);
        bench.run(Instruction.MRET);
        assertEquals(Hart.M, bench.hart.mode());
        assertEquals(Status.MPRV, status(Status.MPRV | Status.MPP));
    }

    @Test
    void sretRestoresModeAndEnableAndDropsMprv() {
        bench.csr(Csr.SEPC, CODE + 0x40)
                .csr(Csr.MSTATUS, Status.SPIE | Status.SPP | Status.MPRV | Status.MPP);
        assertNull(bench.run(Instruction.SRET));
        assertEquals(Hart.S, bench.hart.mode());
        assertEquals(CODE + 0x40, bench.hart.pc);
        assertEquals(Status.SIE | Status.SPIE | Status.MPP,
                status(Status.SIE | Status.SPIE | Status.SPP | Status.MPRV | Status.MPP));
        bench.csr(Csr.SEPC, CODE).run(Instruction.SRET);
        assertEquals(Hart.U, bench.hart.mode());
    }

    @Test
    void returnsNeedTheirMode() {
        assertEquals(2, bench.mode(Hart.U).run(Instruction.SRET).cause());
        assertEquals(2, bench.mode(Hart.U).run(Instruction.MRET).cause());
        assertEquals(2, bench.mode(Hart.S).run(Instruction.MRET).cause());
    }

    @Test
    void tsrMakesSretIllegalInSupervisorModeOnly() {
        bench.csr(Csr.MSTATUS, Status.TSR);
        assertEquals(2, bench.mode(Hart.S).run(Instruction.SRET).cause());
        assertNull(bench.mode(Hart.M).run(Instruction.SRET));
    }

    @Test
    void tvmMakesTranslationMachineModesBusiness() {
        bench.csr(Csr.MSTATUS, Status.TVM);
        assertEquals(2, bench.mode(Hart.S).read(Csr.SATP).cause());
        assertEquals(2, bench.mode(Hart.S).write(Csr.SATP, 0).cause());
        assertEquals(2, bench.mode(Hart.S).fence(-1, -1).cause());
        assertNull(bench.mode(Hart.M).read(Csr.SATP));
        assertNull(bench.mode(Hart.M).fence(-1, -1));
        bench.csr(Csr.MSTATUS, 0);
        assertNull(bench.mode(Hart.S).read(Csr.SATP));
        assertNull(bench.mode(Hart.S).fence(-1, -1));
        assertEquals(2, bench.mode(Hart.U).fence(-1, -1).cause());
    }

    @Test
    void twMakesWfiIllegalInSupervisorModeAndInUserModeItAlwaysIs() {
        bench.csr(Csr.MSTATUS, Status.TW);
        assertEquals(2, bench.mode(Hart.S).run(Instruction.WFI).cause());
        assertNull(bench.mode(Hart.M).run(Instruction.WFI));
        bench.csr(Csr.MSTATUS, 0);
        assertNull(bench.mode(Hart.S).run(Instruction.WFI));
        assertEquals(2, bench.mode(Hart.U).run(Instruction.WFI).cause());
    }
}

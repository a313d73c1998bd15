package cleave.emulator.hart;

import static cleave.emulator.hart.HartBench.CODE;
import static cleave.emulator.hart.HartBench.HANDLER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.machine.StopReason;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** {@code wfi}. */
class WaitTest {
    private final HartBench bench = new HartBench();

    @Test
    void returnsAtOnceWhenAnInterruptIsPendingThoughGloballyDisabled() {
        bench.csr(Csr.MIE, Interrupts.SSI).csr(Csr.MIP, Interrupts.SSI).csr(Csr.MSTATUS, 0);
        bench.run(Instruction.WFI);
        assertFalse(bench.hart.isWaiting());
        assertEquals(CODE + 4, bench.hart.pc);
        assertEquals(Hart.M, bench.hart.mode());
    }

    @Test
    void doesNotWakeForAnInterruptThatIsNotEnabledInMie() {
        bench.csr(Csr.MIE, Interrupts.STI).csr(Csr.MIP, Interrupts.SSI);
        bench.run(Instruction.WFI);
        assertTrue(bench.hart.isWaiting());
        bench.hart.takeInterrupt();
        assertTrue(bench.hart.isWaiting());
    }

    @Test
    void timerWakesItWithoutATrapWhenInterruptsAreGloballyDisabled() {
        bench.csr(Csr.MENVCFGH, 1 << 31).csr(Csr.MIE, Interrupts.STI)
                .csr(Csr.STIMECMPH, 0).csr(Csr.STIMECMP, 50);
        bench.run(Instruction.WFI);
        bench.word(CODE + 4, Instruction.JAL.encode(0, 0, 0, 0));
        assertEquals(new StopReason.CycleLimit(), bench.machine.run(6000));
        assertEquals(CODE + 4, bench.hart.pc);
        assertFalse(bench.hart.isWaiting());
    }

    @Test
    void trapTakenAfterSleepReturnsBehindIt() {
        bench.csr(Csr.MENVCFGH, 1 << 31).csr(Csr.MIE, Interrupts.STI)
                .csr(Csr.STIMECMPH, 0).csr(Csr.STIMECMP, 50).csr(Csr.MSTATUS, Status.MIE);
        bench.run(Instruction.WFI);
        bench.word(HANDLER, Instruction.JAL.encode(0, 0, 0, 0));
        bench.machine.run(5500);
        assertEquals(HANDLER, bench.hart.pc);
        assertEquals(CODE + 4, bench.csr(Csr.MEPC));
        assertEquals(0x8000_0005, bench.csr(Csr.MCAUSE));
    }

    @Test
    void sleepWithEverythingMaskedIsReportedAndNotSleptThrough() {
        bench.csr(Csr.MIE, 0);
        bench.run(Instruction.WFI);
        assertInstanceOf(StopReason.Stuck.class, bench.machine.run(Long.MAX_VALUE));
    }
}

package cleave.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.toolchain.isa.Csr;
import org.junit.jupiter.api.Test;

/** The supervisor's own timer (Sstc). */
class SstcTest {
    private static final int STCE = 1 << 31;

    private final HartBench bench = new HartBench();

    private int supervisorTimerPending() {
        return bench.csr(Csr.MIP) & Interrupts.STI;
    }

    @Test
    void withoutStceTheComparatorIsMachineModesAndRaisesNothing() {
        assertNull(bench.write(Csr.STIMECMPH, 0));
        assertNull(bench.write(Csr.STIMECMP, 0));
        assertEquals(0, supervisorTimerPending());
        bench.csr(Csr.MCOUNTEREN, ~0).mode(Hart.S);
        assertNotNull(bench.read(Csr.STIMECMP));
        assertNotNull(bench.read(Csr.STIMECMPH));
    }

    @Test
    void supervisorNeedsStceAndTheTimeBitOfMcounteren() {
        bench.csr(Csr.MENVCFGH, STCE).csr(Csr.MCOUNTEREN, 0).mode(Hart.S);
        assertNotNull(bench.read(Csr.STIMECMP));
        bench.csr(Csr.MCOUNTEREN, 2);
        assertNull(bench.read(Csr.STIMECMP));
        assertNull(bench.read(Csr.STIMECMPH));
        assertNotNull(bench.mode(Hart.U).read(Csr.STIMECMP));
    }

    @Test
    void pendingFollowsTheComparisonAndIsNotWritable() {
        bench.csr(Csr.MENVCFGH, STCE).csr(Csr.MIP, Interrupts.STI);
        assertEquals(0, supervisorTimerPending());
        bench.machine.timer().setTicks(1000);
        bench.write(Csr.STIMECMPH, 0);
        bench.write(Csr.STIMECMP, 1000);
        assertEquals(Interrupts.STI, supervisorTimerPending());
        bench.csr(Csr.MIP, 0);
        assertEquals(Interrupts.STI, supervisorTimerPending());
        bench.write(Csr.STIMECMP, 2000);
        assertEquals(0, supervisorTimerPending());
    }

    @Test
    void comparisonIsUnsigned() {
        bench.csr(Csr.MENVCFGH, STCE);
        bench.write(Csr.STIMECMP, 0);
        bench.write(Csr.STIMECMPH, 1 << 31);
        assertEquals(0, supervisorTimerPending());
        bench.machine.timer().setTicks(-1);
        assertEquals(Interrupts.STI, supervisorTimerPending());
    }

    @Test
    void withoutStcePendingIsSoftwares() {
        bench.csr(Csr.MIP, Interrupts.STI);
        assertEquals(Interrupts.STI, supervisorTimerPending());
        bench.csr(Csr.MENVCFGH, STCE);
        assertEquals(0, supervisorTimerPending());
        bench.csr(Csr.MENVCFGH, 0);
        assertEquals(Interrupts.STI, supervisorTimerPending());
    }
}

package cleave.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.time.EventQueue;
import org.junit.jupiter.api.Test;

final class ClintTest {
    private static final int MSIP = 0;
    private static final int MTIMECMP = 0x4000;
    private static final int MTIME = 0xbff8;

    private final DeviceBench bench = new DeviceBench();
    private final Clint clint = new Clint(
            bench.timer, bench.events, bench.msip, bench.mtip, bench.errors());

    private void setCompare(long value) {
        clint.write(MTIMECMP + 4, 4, (int) (value >>> 32));
        clint.write(MTIMECMP, 4, (int) value);
    }

    @Test
    void oneTickIsAHundredCycles() {
        clint.reset();
        bench.pass(99);
        assertEquals(0, clint.read(MTIME, 4));
        bench.pass(1);
        assertEquals(1, clint.read(MTIME, 4));
        bench.pass(999_900);
        assertEquals(10_000, clint.read(MTIME, 4));
    }

    @Test
    void timerInterruptIsPendingAfterResetBecauseMtimecmpIsZero() {
        clint.reset();
        assertTrue(bench.mtip.high);
    }

    @Test
    void timerInterruptComesAtTheExactCycleOfTheTick() {
        clint.reset();
        setCompare(50);
        assertFalse(bench.mtip.high);
        assertEquals(5_000, bench.events.next());
        bench.pass(4_999);
        assertFalse(bench.mtip.high);
        bench.pass(1);
        assertTrue(bench.mtip.high);
    }

    @Test
    void timerInterruptFallsOnlyWhenMtimecmpMovesPastMtime() {
        clint.reset();
        bench.pass(10_000);
        setCompare(100);
        assertTrue(bench.mtip.high, "equal is reached");
        setCompare(101);
        assertFalse(bench.mtip.high);
    }

    @Test
    void comparisonIsUnsignedOver64Bits() {
        clint.reset();
        setCompare(-1L);
        assertFalse(bench.mtip.high);
        setCompare(Long.MIN_VALUE);
        assertFalse(bench.mtip.high);
        clint.write(MTIME + 4, 4, 0x8000_0000);
        assertTrue(bench.mtip.high);
    }

    @Test
    void halvesOfMtimeAreWrittenOneByOne() {
        clint.reset();
        clint.write(MTIME, 4, 0x1234_5678);
        clint.write(MTIME + 4, 4, 0x9abc_def0);
        assertEquals(0x9abc_def0_1234_5678L, bench.timer.ticks());
        bench.pass(300);
        assertEquals(0x1234_567b, clint.read(MTIME, 4));
        assertEquals(0x9abc_def0, clint.read(MTIME + 4, 4));
    }

    @Test
    void writingMtimePastMtimecmpInterruptsAtOnceAndBackAgainRearms() {
        clint.reset();
        setCompare(1_000);
        clint.write(MTIME, 4, 2_000);
        assertTrue(bench.mtip.high);
        clint.write(MTIME, 4, 10);
        assertFalse(bench.mtip.high);
        bench.pass(99_000);
        assertTrue(bench.mtip.high);
    }

    @Test
    void theLineFallsWhenMtimeWrapsToZero() {
        clint.reset();
        setCompare(5);
        clint.write(MTIME, 4, -3);
        clint.write(MTIME + 4, 4, -1);
        assertTrue(bench.mtip.high);
        bench.pass(300);
        assertEquals(0, bench.timer.ticks());
        assertFalse(bench.mtip.high);
        bench.pass(500);
        assertTrue(bench.mtip.high);
    }

    @Test
    void aComparatorThatCannotBeReachedSchedulesNothing() {
        clint.reset();
        setCompare(-1L);
        assertEquals(EventQueue.NEVER, bench.events.next());
    }

    @Test
    void onlyBitZeroOfMsipExists() {
        clint.reset();
        clint.write(MSIP, 4, -1);
        assertEquals(1, clint.read(MSIP, 4));
        assertTrue(bench.msip.high);
        clint.write(MSIP, 4, -2);
        assertFalse(bench.msip.high);
    }

    @Test
    void shiftingTheTimebaseReachesTheComparator() {
        clint.reset();
        setCompare(50);
        bench.timer.shift(4_000);
        bench.pass(999);
        assertFalse(bench.mtip.high);
        bench.pass(1);
        assertTrue(bench.mtip.high);
    }

    @Test
    void accessesOutsideTheTableAreReportedAndReadAsZero() {
        assertEquals(0, clint.read(0x20, 4));
        clint.write(0x4008, 4, 1);
        assertEquals(2, bench.complaints.size());
        assertFalse(clint.supports(0xc000, 4, false));
        assertFalse(clint.supports(0, 2, true));
    }
}

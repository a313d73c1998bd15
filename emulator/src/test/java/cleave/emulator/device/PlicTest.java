package cleave.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PlicTest {
    private static final int PENDING = 0x1000;
    private static final int ENABLE_M = 0x2000;
    private static final int ENABLE_S = 0x2080;
    private static final int THRESHOLD_M = 0x20_0000;
    private static final int CLAIM_M = 0x20_0004;
    private static final int THRESHOLD_S = 0x20_1000;
    private static final int CLAIM_S = 0x20_1004;

    private final DeviceBench bench = new DeviceBench();
    private final Plic plic = new Plic(bench.meip, bench.seip, bench.errors());
    private final InterruptLine three = plic.source(3);
    private final InterruptLine ten = plic.source(10);

    @BeforeEach
    void enableBothForSupervisorMode() {
        plic.write(4 * 3, 4, 1);
        plic.write(4 * 10, 4, 1);
        plic.write(ENABLE_S, 4, 1 << 3 | 1 << 10);
    }

    @Test
    void aRaisedLineInterruptsOnlyTheContextsThatEnableIt() {
        ten.set(true);
        assertTrue(bench.seip.high);
        assertFalse(bench.meip.high);
        plic.write(ENABLE_M, 4, 1 << 10);
        assertTrue(bench.meip.high);
        assertEquals(1 << 10, plic.read(PENDING, 4));
    }

    @Test
    void claimTakesTheRequestAwayAndCompletionLetsTheNextIn() {
        ten.set(true);
        assertEquals(10, plic.read(CLAIM_S, 4));
        assertFalse(bench.seip.high);
        assertEquals(0, plic.read(CLAIM_S, 4));
        ten.set(false);
        ten.set(true);
        assertFalse(bench.seip.high, "the gateway waits for completion");
        plic.write(CLAIM_S, 4, 10);
        assertTrue(bench.seip.high);
    }

    @Test
    void aLineThatStaysHighInterruptsAgainAfterCompletion() {
        ten.set(true);
        plic.read(CLAIM_S, 4);
        plic.write(CLAIM_S, 4, 10);
        assertEquals(10, plic.read(CLAIM_S, 4));
        ten.set(false);
        plic.write(CLAIM_S, 4, 10);
        assertFalse(bench.seip.high);
    }

    @Test
    void anAcceptedRequestStaysPendingThoughItsLineFalls() {
        ten.set(true);
        ten.set(false);
        assertTrue(bench.seip.high);
        assertEquals(10, plic.read(CLAIM_S, 4));
    }

    @Test
    void theHighestPriorityIsClaimedFirstAndTheLowestNumberAmongEquals() {
        ten.set(true);
        three.set(true);
        plic.write(4 * 10, 4, 2);
        assertEquals(10, plic.read(CLAIM_S, 4));
        plic.write(CLAIM_S, 4, 10);
        plic.write(4 * 10, 4, 1);
        assertEquals(3, plic.read(CLAIM_S, 4));
        assertEquals(10, plic.read(CLAIM_S, 4));
    }

    @Test
    void prioritiesUpToTheThresholdDoNotInterruptButCanBeClaimed() {
        plic.write(THRESHOLD_S, 4, 1);
        ten.set(true);
        assertFalse(bench.seip.high);
        assertEquals(10, plic.read(CLAIM_S, 4));
    }

    @Test
    void priorityZeroNeverInterruptsAndIsNeverClaimed() {
        plic.write(4 * 10, 4, 0);
        ten.set(true);
        assertFalse(bench.seip.high);
        assertEquals(0, plic.read(CLAIM_S, 4));
        assertEquals(1 << 10, plic.read(PENDING, 4));
    }

    @Test
    void completionOfASourceThatTheContextDoesNotEnableIsIgnored() {
        ten.set(true);
        plic.read(CLAIM_S, 4);
        plic.write(CLAIM_M, 4, 10);
        assertFalse(bench.seip.high);
        plic.write(CLAIM_S, 4, 0);
        plic.write(CLAIM_S, 4, -1);
        assertEquals(3, bench.complaints.size());
        assertFalse(bench.seip.high);
    }

    @Test
    void oneClaimServesBothContexts() {
        plic.write(ENABLE_M, 4, 1 << 10);
        ten.set(true);
        assertEquals(10, plic.read(CLAIM_M, 4));
        assertEquals(0, plic.read(CLAIM_S, 4));
    }

    @Test
    void priorityAndThresholdHaveThreeBits() {
        plic.write(4 * 5, 4, 0xff);
        plic.write(THRESHOLD_M, 4, 0x1234_567b);
        assertEquals(7, plic.read(4 * 5, 4));
        assertEquals(3, plic.read(THRESHOLD_M, 4));
    }

    @Test
    void thereIsNoSourceZeroAndNoneAboveTheLast() {
        plic.write(0, 4, 7);
        assertEquals(0, plic.read(0, 4));
        for (int word = 0; word < 4; word++) {
            plic.write(ENABLE_M + 4 * word, 4, -1);
        }
        assertEquals(~1, plic.read(ENABLE_M, 4));
        assertEquals(-1, plic.read(ENABLE_M + 8, 4));
        assertEquals(1, plic.read(ENABLE_M + 12, 4), "source 96");
        assertThrows(IllegalArgumentException.class, () -> plic.source(0));
        assertThrows(IllegalArgumentException.class, () -> plic.source(97));
    }

    @Test
    void theLastSourceWorks() {
        plic.write(4 * 96, 4, 7);
        plic.write(ENABLE_M + 12, 4, 1);
        plic.source(96).set(true);
        assertTrue(bench.meip.high);
        assertEquals(96, plic.read(CLAIM_M, 4));
    }

    @Test
    void storesToPendingAreReportedAndIgnored() {
        plic.write(PENDING, 4, -1);
        assertEquals(0, plic.read(PENDING, 4));
        assertTrue(bench.complaints.get(0).contains("PENDING"), bench.complaints.toString());
    }

    @Test
    void peekingAtTheClaimRegisterClaimsNothing() {
        ten.set(true);
        assertEquals(10, plic.peek(CLAIM_S, 4));
        assertTrue(bench.seip.high);
    }

    @Test
    void resetForgetsRequestsAndPriorities() {
        ten.set(true);
        plic.reset();
        assertFalse(bench.seip.high);
        assertEquals(0, plic.read(PENDING, 4));
        assertEquals(0, plic.read(ENABLE_S, 4));
    }
}

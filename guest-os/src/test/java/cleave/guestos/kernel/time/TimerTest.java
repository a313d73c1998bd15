package cleave.guestos.kernel.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.abi.Timespec;
import cleave.guestos.kernel.boot.Hardware;
import cleave.magic.Address;
import cleave.magic.Csr;
import cleave.magic.Struct;
import cleave.toolchain.hosted.HostedTest;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest
class TimerTest {
    private static final int TIMEOUTS = 0x10_0000;
    private static final int SIZE = 64;
    private static int expiredCount;
    private static long lastDeadline;

    @BeforeEach
    void aTimerWithStimecmp() {
        Hardware.MACHINE.timebase = 10_000_000;
        Hardware.MACHINE.sstc = true;
        Clock.begin();
        Timer.begin();
    }

    private static Timeout timeout(int index) {
        Timeout timeout = Struct.at(Address.of(TIMEOUTS + index * SIZE), Timeout.class);
        timeout.expired = TimerTest::expired;
        return timeout;
    }

    private static void expired(Timeout timeout, long now) {
        assertTrue(timeout.deadline >= lastDeadline, "in the order of their deadlines");
        lastDeadline = timeout.deadline;
        expiredCount++;
    }

    private static void setTime(long ticks) {
        Csr.write(cleave.toolchain.isa.Csr.TIME, (int) ticks);
        Csr.write(cleave.toolchain.isa.Csr.TIMEH, (int) (ticks >>> 32));
    }

    private static long armed() {
        return (long) Csr.read(cleave.toolchain.isa.Csr.STIMECMPH) << 32
                | Csr.read(cleave.toolchain.isa.Csr.STIMECMP) & 0xffff_ffffL;
    }

    @Test
    void theHartsTimerIsSetToTheFirstDeadline() {
        assertEquals(Long.MAX_VALUE, armed());
        Timer.set(timeout(0), 0x3_0000_0000L);
        Timer.set(timeout(1), 0x2_8000_0000L);
        Timer.set(timeout(2), 0x4_0000_0000L);
        assertEquals(0x2_8000_0000L, armed());
        setTime(0x3_0000_0000L);
        Timer.interrupt();
        assertEquals(2, expiredCount);
        assertEquals(0x4_0000_0000L, armed());
        assertFalse(timeout(0).isPending());
        assertTrue(timeout(2).isPending());
    }

    @Test
    void aCancelledTimeoutNeverExpires() {
        Timer.set(timeout(0), 10);
        Timer.set(timeout(1), 20);
        Timer.cancel(timeout(0));
        Timer.cancel(timeout(0));
        setTime(100);
        Timer.interrupt();
        assertEquals(1, expiredCount);
        assertEquals(Long.MAX_VALUE, Timer.next());
    }

    @Test
    void manyTimeoutsExpireInOrderWhateverIsCancelledAndSetAgain() {
        Random random = new Random(Long.getLong("cleave.seed", 1));
        int count = 500;
        for (int i = 0; i < 3000; i++) {
            Timeout timeout = timeout(random.nextInt(count));
            if (random.nextInt(3) == 0) {
                Timer.cancel(timeout);
            } else {
                Timer.set(timeout, 1000 + random.nextInt(5000));
            }
        }
        int pending = 0;
        for (int i = 0; i < count; i++) {
            pending += timeout(i).isPending() ? 1 : 0;
        }
        for (int now = 0; now < 7000; now += 37) {
            setTime(now);
            Timer.interrupt();
            assertTrue(Timer.next() > now);
        }
        assertEquals(pending, expiredCount);
        assertTrue(pending > 100);
    }

    @Test
    void ticksBecomeSecondsAndNanoseconds() {
        Timespec time = Struct.at(Address.of(0x1000), Timespec.class);
        setTime(12_345_678_901L);
        Clock.monotonic(time);
        assertEquals("1234 567890100", time.seconds + " " + time.nanoseconds);
        Clock.setReal(1_767_225_600, 500_000_000);
        setTime(12_350_000_000L);
        Clock.real(time);
        assertEquals("1767225600 932109900", time.seconds + " " + time.nanoseconds);
        assertEquals(1_235_000_000_000L, Clock.nanoseconds());
        assertEquals(15, Clock.ticksOf(0, 1401));
        assertEquals(30_000_001, Clock.ticksOf(3, 1));
        Clock.splitSpan(25_000_000, time);
        assertEquals("2 500000000", time.seconds + " " + time.nanoseconds);
    }

    @Test
    void aTimebaseThatDividesNothingKeepsTheSeconds() {
        Hardware.MACHINE.timebase = 32_768;
        Clock.begin();
        Timespec time = Struct.at(Address.of(0x1000), Timespec.class);
        setTime(32_768 * 5 + 16_384);
        Clock.monotonic(time);
        assertEquals("5 500000000", time.seconds + " " + time.nanoseconds);
        assertEquals(5_500_000_000L, Clock.nanoseconds());
        assertEquals(1, Clock.ticksOf(0, 1));
    }
}

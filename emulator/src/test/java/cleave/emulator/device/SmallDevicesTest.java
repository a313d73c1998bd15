package cleave.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The test finisher and the real-time clock. */
final class SmallDevicesTest {
    private static final long EPOCH = 0x1_0000_0000L * 400;

    private final DeviceBench bench = new DeviceBench();
    private final RecordingPower power = new RecordingPower();
    private final TestFinisher finisher = new TestFinisher(power, bench.errors());
    private final Wire line = new Wire();
    private final GoldfishRtc rtc =
            new GoldfishRtc(EPOCH, bench.timer, bench.events, line, bench.errors());

    @Test
    void theFinisherPassesFailsAndResets() {
        finisher.write(0, 4, 0x5555);
        finisher.write(0, 4, 0x002a_3333);
        finisher.write(0, 2, 0x7777);
        assertEquals(List.of("exit 0", "exit 42", "reset"), power.events);
    }

    @Test
    void theFinisherReportsAndIgnoresWhatIsNoCommand() {
        finisher.write(0, 4, 0x1234);
        finisher.write(4, 4, 0x5555);
        assertEquals(List.of(), power.events);
        assertEquals(2, bench.complaints.size());
        assertEquals(0, finisher.read(0, 4));
    }

    @Test
    void theClockStartsAtItsEpochAndGoesWithVirtualTime() {
        bench.pass(123);
        assertEquals(123, rtc.read(0x00, 4));
        assertEquals(400, rtc.read(0x04, 4));
    }

    @Test
    void readingTheLowHalfLatchesTheHighHalf() {
        bench.pass(0xffff_ffffL);
        assertEquals(-1, rtc.read(0x00, 4));
        bench.pass(1);
        assertEquals(400, rtc.read(0x04, 4));
        assertEquals(0, rtc.read(0x00, 4));
        assertEquals(401, rtc.read(0x04, 4));
    }

    @Test
    void anAlarmRaisesTheLineAtItsNanosecond() {
        rtc.write(0x10, 4, 1);
        rtc.write(0x0c, 4, 400);
        rtc.write(0x08, 4, 5_000);
        assertEquals(1, rtc.read(0x18, 4));
        bench.pass(4_999);
        assertFalse(line.high);
        bench.pass(1);
        assertTrue(line.high);
        assertEquals(0, rtc.read(0x18, 4));
        rtc.write(0x1c, 4, 1);
        assertFalse(line.high);
    }

    @Test
    void aClearedAlarmStaysSilent() {
        rtc.write(0x10, 4, 1);
        rtc.write(0x0c, 4, 400);
        rtc.write(0x08, 4, 5_000);
        rtc.write(0x14, 4, 1);
        bench.pass(10_000);
        assertFalse(line.high);
    }

    @Test
    void settingTheClockPastTheAlarmRaisesIt() {
        rtc.write(0x10, 4, 1);
        rtc.write(0x0c, 4, 500);
        rtc.write(0x08, 4, 0);
        rtc.write(0x04, 4, 500);
        assertTrue(line.high);
    }

    @Test
    void aClockOnTheHostsTimeRingsWhenTheTimebaseIsShifted() {
        rtc.write(0x10, 4, 1);
        rtc.write(0x0c, 4, 400);
        rtc.write(0x08, 4, 5_000);
        bench.timer.shift(5_000);
        assertTrue(line.high);
    }

    @Test
    void writeOnlyAndReadOnlyRegistersOfTheClockAreReported() {
        assertEquals(0, rtc.read(0x14, 4));
        rtc.write(0x18, 4, 1);
        rtc.write(0x20, 4, 1);
        assertEquals(3, bench.complaints.size());
        assertFalse(rtc.supports(0x24, 4, true));
    }
}

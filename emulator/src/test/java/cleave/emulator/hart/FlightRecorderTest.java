package cleave.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    /** Jumps 1 to 3: from 0x10, 0x20 and 0x30 to ten times as much. */
    private static final long[] JUMPS = {0, 0x10_0000_0100L, 0x20_0000_0200L, 0x30_0000_0300L};

    private final FlightRecorder recorder = new FlightRecorder();

    private List<Integer> from() {
        List<Integer> places = new ArrayList<>();
        for (int back = 0; back < recorder.size(); back++) {
            places.add(recorder.from(back));
        }
        return places;
    }

    @Test
    void pathsAreToldAsTheJumpsTheyAreMadeOf() {
        recorder.begin(4);
        recorder.jump(0x40, 0x400);
        recorder.path(0b01_11_10, 2, JUMPS);
        recorder.jump(0x50, 0x500);
        assertEquals(List.of(0x50, 0x20, 0x30, 0x10, 0x40), from());
        assertEquals(0x300, recorder.to(2));
        assertTrue(recorder.reachesStart());
    }

    @Test
    void nothingIsToldFromBeforeAPathThatHasLostItsBeginning() {
        recorder.begin(4);
        recorder.jump(0x40, 0x400);
        recorder.path(-1L, 2, JUMPS);
        assertEquals(32, recorder.size());
        assertEquals(List.of(0x30), from().stream().distinct().toList());
        assertFalse(recorder.reachesStart());
    }

    @Test
    void trapsBetweenPathsKeepCauseAndMode() {
        recorder.begin(4);
        recorder.path(1, 3, JUMPS);
        recorder.trap(0x60, 0x600, 0x8000_0007, 1);
        recorder.path(2, 3, JUMPS);
        assertEquals(0x20, recorder.from(0));
        assertTrue(recorder.isTrap(1));
        assertEquals(0x8000_0007, recorder.trapCause(1));
        assertEquals(1, recorder.trapMode(1));
        assertEquals(0x10, recorder.from(3));
        assertEquals(4, recorder.size());
    }

    @Test
    void whenItIsFullTheOldestAreForgottenAndTheNewestTold() {
        recorder.begin(4);
        for (int i = 0; i < FlightRecorder.SIZE; i++) {
            recorder.path(1, 8, JUMPS);
            recorder.jump(2 * i, 0x700);
        }
        assertFalse(recorder.reachesStart());
        assertEquals(2 * (FlightRecorder.SIZE - 1), recorder.from(0));
        assertTrue(recorder.size() > FlightRecorder.CERTAIN);
    }

    @Test
    void whatIsToldFollowsWhatIsNoted() {
        recorder.begin(4);
        recorder.path(1, 2, JUMPS);
        assertEquals(0x10, recorder.from(0));
        recorder.path(2, 2, JUMPS);
        assertEquals(0x20, recorder.from(0));
        recorder.begin(8);
        assertEquals(0, recorder.size());
    }
}

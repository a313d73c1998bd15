package cleave.tests.disks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that fail, some of all there are; {@code tests/disks faults} tries each of them. */
class DiskFaultsTest {
    private static final long SEED = Long.getLong("cleave.seed", 1);
    private static final int EACH = 10;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverRequestFailsTheGuestGoesOnAndKeepsWhatItHasPromised(boolean onRoot)
            throws Exception {
        Peer.need("e2fsck", "e2fsprogs");
        FaultSweep sweep = new FaultSweep(onRoot);
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        for (boolean write : new boolean[] {false, true}) {
            int first = sweep.first(write);
            int last = sweep.last(write);
            assertTrue(last - first > 4 * EACH, "only " + (last - first) + " requests");
            for (int i = 0; i < EACH; i++) {
                int number = first + random.nextInt(last - first + 1);
                sweep.run(write, number).ifPresent(wrong::add);
            }
        }
        assertEquals(List.of(), wrong, "seed " + SEED);
    }
}

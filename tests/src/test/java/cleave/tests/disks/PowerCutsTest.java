package cleave.tests.disks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.tests.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The power fails, at a few of the moments that {@code tests/disks cuts} tries. */
class PowerCutsTest {
    private static final long SEED = Long.getLong("cleave.seed", 1);
    private static final int CUTS = 40;
    private static final int CUTS_PER_START = 8;

    @Test
    void whatWasSynchronisedOutlivesALossOfPower() throws Exception {
        Peer.need("e2fsck", "e2fsprogs");
        PowerCuts cuts = new PowerCuts();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < CUTS; i++) {
            cuts.run(SEED * 1000 + i, i % CUTS_PER_START == 0).ifPresent(wrong::add);
        }
        assertEquals(List.of(), wrong, "seed " + SEED);
    }
}

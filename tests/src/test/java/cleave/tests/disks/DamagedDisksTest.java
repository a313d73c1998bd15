package cleave.tests.disks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.tests.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Damaged disks, a few of what {@code tests/disks damage} tries. */
class DamagedDisksTest {
    private static final long SEED = Long.getLong("cleave.seed", 1);
    private static DamagedDisks disks;

    @BeforeAll
    static void makeTheImages() throws Exception {
        disks = new DamagedDisks();
    }

    private interface Try {
        Optional<String> run(long seed) throws Exception;
    }

    private static void all(int count, Try one) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            one.run(SEED * 1000 + i).ifPresent(wrong::add);
        }
        assertEquals(List.of(), wrong, "seed " + SEED);
    }

    @Test
    void theGuestWalksAndChangesADamagedDiskWithoutAPanic() throws Exception {
        all(25, disks::mounted);
    }

    @Test
    void theGuestStartsFromADamagedDiskOrSaysWhyItCannot() throws Exception {
        all(15, disks::started);
    }

    @Test
    void whatE2fsckCallsDamagedCheckDoesTooAndNoCommandIsConfused() throws Exception {
        Peer.need("e2fsck", "e2fsprogs");
        all(60, disks::onTheHost);
    }
}

package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that starts in machine mode with nothing below it. */
class BareGuestTest {
    private static final int SECONDS_MAX = 300;

    @TempDir
    static Path folder;

    @BeforeAll
    static void build() throws Exception {
        SmallGuests.build(folder);
    }

    private static String kernel() {
        return folder.resolve("bare.elf").toString();
    }

    @Test
    void bareGuestPrintsOnQemuWhatItPrintsHere() throws Exception {
        Run cleave = Run.cleave(SECONDS_MAX, "boot", "-bios", "none", "-kernel", kernel());
        Run qemu = Peer.qemu(SECONDS_MAX, "-bios", "none", "-kernel", kernel());

        assertEquals(qemu.out(), cleave.out(), cleave.err());
        assertEquals(0, cleave.exitCode(), cleave.toString());
        assertTrue(cleave.out().endsWith("failures 0x00000000\n"), cleave.out());
    }

    @Test
    void twoRunsAreTheSame() throws Exception {
        Run first = Run.cleave(SECONDS_MAX, "run", kernel());
        assertEquals(first, Run.cleave(SECONDS_MAX, "run", kernel()));
    }
}

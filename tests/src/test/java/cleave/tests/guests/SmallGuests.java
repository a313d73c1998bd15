package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Path;

/** The small guests of {@code tests/guests}, built by GCC. */
final class SmallGuests {
    private SmallGuests() {
    }

    /** Builds them all into a folder; ends the test when there is no compiler. */
    static void build(Path folder) throws Exception {
        Peer.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        // Surefire runs in the module's folder.
        Run run = new Run.Command(60, "guests/build-small", folder.toString()).run();
        assertEquals(0, run.exitCode(), run.toString());
    }
}

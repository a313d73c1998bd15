package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code usertests}, which audits the kernel's memory from inside, in the image of the build. */
class UserTestsTest {
    private static final Path IMAGE = Path.of("../images/target/cleave.img");
    private static final String KERNEL = "../guest-os/target/kernel-checked.elf";
    private static final int SECONDS_MAX = 300;

    @TempDir
    Path folder;

    private String run(String command) throws Exception {
        Path image = Files.copy(IMAGE, folder.resolve("disk.img"));
        Path typed = Files.writeString(folder.resolve("typed"), command + "\npoweroff\n");
        Run run = Run.cleave(SECONDS_MAX, typed, "boot", "--quiet", "--max-cycles", "60000000000",
                "-kernel", KERNEL, "-drive", "file=" + image + ",format=raw,if=none,id=d",
                "-device", "virtio-blk-device,drive=d");
        assertEquals(0, run.exitCode(), run.toString());
        assertFalse(run.out().contains("FAIL"), run.toString());
        return run.out();
    }

    @Test
    void everyRowHolds() throws Exception {
        String said = run("usertests all");
        assertTrue(said.contains(" run, 0 failed\n"), said);
    }

    @Test
    void aRowIsRunAsOftenAsIsSaid() throws Exception {
        String said = run("usertests F7 5000");
        assertTrue(said.contains("usertests: 1 run, 0 failed\n"), said);
    }
}

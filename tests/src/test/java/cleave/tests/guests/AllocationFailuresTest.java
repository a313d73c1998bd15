package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.images.ext2.Format;
import cleave.images.manifest.NewImage;
import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a program asks for, and whichever allocation fails: it is told, nothing is left half
 * done, nothing is lost, and the disks are in order. And so it is when executables are damaged.
 */
class AllocationFailuresTest {
    private static final int SECONDS_MAX = 900;
    private static final String CYCLES_MAX = "20000000000";
    private static final long DISK_BYTES = 2 << 20;
    /** Small ones, so that files have blocks of numbers of blocks. */
    private static final int BLOCK_BYTES = 1024;
    private static final int MUTATIONS = 2000;
    private static final long SEED = Long.getLong("cleave.seed", 1);

    @TempDir
    static Path folder;

    @BeforeAll
    static void build() throws Exception {
        AbiPrograms.build(folder);
    }

    private static String drive(Path disk, String id) {
        return "file=" + disk + ",format=raw,if=none,id=" + id;
    }

    /** A small machine, so that counting its frames takes little time. */
    private static Run boot(Path kernel, Path disk) throws Exception {
        Path second = disk.resolveSibling("second.img");
        NewImage.write(second, DISK_BYTES, Format.of(DISK_BYTES, "second"), (writer, digest) -> {
        });
        Run run = Run.cleave(SECONDS_MAX, "boot", "--max-cycles", CYCLES_MAX, "-m", "32M",
                "-kernel", kernel.toString(),
                "-drive", drive(disk, "a"), "-device", "virtio-blk-device,drive=a",
                "-drive", drive(second, "b"), "-device", "virtio-blk-device,drive=b");
        assertClean(disk);
        assertClean(second);
        return run;
    }

    private static void assertClean(Path disk) throws Exception {
        Peer.need("e2fsck", "e2fsprogs");
        Run check = new Run.Command(SECONDS_MAX, "e2fsck", "-fn", disk.toString()).run();
        assertEquals(0, check.exitCode(), check.toString());
    }

    private static String run(String line) throws Exception {
        AbiPrograms programs = new AbiPrograms(folder.resolve("rv32imac"));
        Format format = new Format(BLOCK_BYTES, 256, "abi", Format.TIME);
        String said = new AbiGuest(programs, AllocationFailuresTest::boot, Map.of(), format)
                .run(List.of(line)).get(line);
        assertFalse(said.contains("FAIL "), said);
        assertTrue(said.endsWith("-- 0\n"), said);
        return said;
    }

    @Test
    void everyAllocationOfEveryCallMayFail() throws Exception {
        String said = run("abi-failures");
        long operations = said.lines().filter(line -> line.matches("ok .* failed, \\d+ told"))
                .count();
        assertTrue(operations > 200, said);
        assertTrue(said.lines().anyMatch(line -> line.matches("ok ext2: mkdir: [1-9]\\d* and"
                + " [1-9]\\d* failed, [1-9]\\d* told")), said);
    }

    @Test
    void executablesWithDamagedHeadersDoNoHarm() throws Exception {
        String said = run("abi-mutations " + SEED + " " + MUTATIONS);
        assertTrue(said.contains("ok " + MUTATIONS + " variants: "), said);
    }
}

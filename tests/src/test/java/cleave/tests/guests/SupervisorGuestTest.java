package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel that stands on SBI firmware: ours built in, ours as a binary, and that on QEMU. */
class SupervisorGuestTest {
    private static final int SECONDS_MAX = 300;
    private static final Path FIRMWARE = Path.of("../guest-os/target/firmware.bin");
    private static final int SECTOR = 512;
    private static final int SECTORS = 64;

    @TempDir
    static Path folder;

    @BeforeAll
    static void build() throws Exception {
        SmallGuests.build(folder);
    }

    private static List<String> kernel(String... more) {
        List<String> arguments = new ArrayList<>(List.of("-kernel",
                folder.resolve("supervisor.elf").toString()));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    private static List<String> withFirmware(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-bios", FIRMWARE.toString()));
        all.addAll(arguments);
        return all;
    }

    private static Run cleave(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("boot"));
        all.addAll(arguments);
        Run run = Run.cleave(SECONDS_MAX, all.toArray(String[]::new));
        assertTrue(run.out().endsWith("failures 0x00000000\n"), run.toString());
        assertEquals(0, run.exitCode(), run.toString());
        return run;
    }

    private static Run qemu(List<String> arguments) throws Exception {
        return Peer.qemu(SECONDS_MAX, withFirmware(arguments).toArray(String[]::new));
    }

    /** From the guest's first line on: firmware may greet. */
    private static String text(Run run) {
        int start = run.out().indexOf("supervisor guest\n");
        return start < 0 ? run.toString() : run.out().substring(start);
    }

    @Test
    void sameTextOnBuiltInFirmwareOnTheBinaryAndOnQemu() throws Exception {
        String expected = text(qemu(kernel()));
        assertEquals(expected, text(cleave(withFirmware(kernel()))), "firmware binary");
        assertEquals(expected, text(cleave(kernel())), "built-in firmware");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void diskIsReadAndWrittenInBothLayouts(boolean legacy) throws Exception {
        List<String> here = disk("cleave.img", legacy);
        List<String> there = disk("qemu.img", legacy);
        String expected = text(qemu(there));
        assertTrue(expected.contains("ok    disk: read back\n"), expected);
        assertEquals(expected, text(cleave(here)));
        assertEquals(-1, Files.mismatch(folder.resolve("qemu.img"), folder.resolve("cleave.img")));
    }

    private static List<String> disk(String name, boolean legacy) throws Exception {
        byte[] content = new byte[SECTORS * SECTOR];
        for (int i = 0; i < SECTOR; i++) {
            content[i] = (byte) (i * 13);
        }
        Path disk = Files.write(folder.resolve(name), content);
        return kernel("-global", "virtio-mmio.force-legacy=" + legacy,
                "-drive", "file=" + disk + ",format=raw,if=none,id=d",
                "-device", "virtio-blk-device,drive=d");
    }
}

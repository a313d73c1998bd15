package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tour through the guest, {@code images/tour.expect}, on Cleave and on QEMU, with every kind of
 * firmware and disk: it ends well, says the same everywhere, and leaves a disk without a fault.
 */
class TourTest {
    private static final Path IMAGE = Path.of("../images/target/cleave.img");
    private static final Path TOUR = Path.of("../images/tour.expect");
    private static final String KERNEL = "../guest-os/target/kernel.elf";
    private static final String FIRMWARE = "../guest-os/target/firmware.bin";
    private static final int SECONDS_MAX = 300;

    @TempDir
    Path folder;

    /** The image on which a tour has been; the tour's words are to be compared. */
    private record Tour(String words, Path image) {
    }

    private Path copy(String name) throws IOException {
        return Files.copy(IMAGE, folder.resolve(name));
    }

    private static void assertSound(Path image) throws Exception {
        Peer.need("e2fsck", "e2fsprogs");
        Run check = new Run.Command(SECONDS_MAX, "e2fsck", "-fn", image.toString()).run();
        assertEquals(0, check.exitCode(), check.toString());
    }

    /** What must be the same: all from the first prompt on. */
    private static String comparable(Run run) {
        assertEquals(0, run.exitCode(), run.toString());
        int start = run.out().indexOf(":/# ");
        assertTrue(start >= 0, run.toString());
        return TourText.comparable(run.out().substring(start));
    }

    private String onCleave(Path image, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("boot", "--quiet", "--expect",
                TOUR.toString()));
        words.addAll(List.of(more));
        words.add(image.toString());
        String text = comparable(Run.cleave(SECONDS_MAX, words.toArray(String[]::new)));
        assertSound(image);
        return text;
    }

    private String onQemu(Path image, String... more) throws Exception {
        Peer.need("qemu-system-riscv32", "qemu-system-misc");
        List<String> words = new ArrayList<>(List.of("qemu-system-riscv32", "-M", "virt",
                "-m", "128M", "-nographic", "-no-reboot", "-bios", FIRMWARE, "-kernel", KERNEL,
                "-drive", "file=" + image + ",format=raw,if=none,id=d", "-device",
                "virtio-blk-device,drive=d", "-rtc", "base=2026-01-01T00:00:00"));
        words.addAll(List.of(more));
        String text = comparable(Conversation.read(TOUR).hold(SECONDS_MAX, words));
        assertSound(image);
        return text;
    }

    @Test
    void tourIsTheSameWithEveryFirmwareOnCleave() throws Exception {
        String builtIn = onCleave(copy("built-in.img"));
        assertEquals(builtIn, onCleave(copy("firmware.img"), "-bios", FIRMWARE));
        assertEquals(builtIn, onCleave(copy("modern.img"), "-global",
                "virtio-mmio.force-legacy=false"));
    }

    @Test
    void tourIsTheSameOnQemu() throws Exception {
        String ours = onCleave(copy("ours.img"));
        assertEquals(ours, onQemu(copy("legacy.img")));
        assertEquals(ours, onQemu(copy("modern.img"), "-global",
                "virtio-mmio.force-legacy=false"));
    }

    /** The same run every time, to the cycle. */
    @Test
    void tourTakesTheSameCyclesOnEveryEngine() throws Exception {
        Set<String> ends = new TreeSet<>();
        for (String engine : List.of("interpreter", "translator")) {
            Path result = folder.resolve(engine + ".json");
            onCleave(copy(engine + ".img"), "--engine", engine, "--json=" + result);
            ends.add(Files.readString(result).replaceAll("(?s).*\"cycles\":(\\d+).*", "$1"));
        }
        assertEquals(1, ends.size(), ends.toString());
    }

    /** What comes along stays as it was, whatever the guest writes. */
    @Test
    void imageThatComesAlongIsNotWrittenTo() throws Exception {
        Path image = copy("default.img");
        Run run = new Run.Command(SECONDS_MAX,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), "-Dcleave.image=" + image,
                "cleave.emulator.cli.Main", "boot", "--expect", TOUR.toString()).run();
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.err().contains("what is written to the disk is forgotten at the end"),
                run.err());
        assertEquals(-1, Files.mismatch(IMAGE, image));
    }
}

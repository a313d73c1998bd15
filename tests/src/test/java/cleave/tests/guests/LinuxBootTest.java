package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Linux 6.1, which {@code tests/guests/build-linux} builds and caches: four ways to boot it, and
 * the two with our firmware binary compared with QEMU. Skipped when the cache is empty.
 */
class LinuxBootTest {
    private static final int SECONDS_MAX = 240;
    private static final String COMMAND_LINE = "console=ttyS0 norandmaps initramfs_async=0";
    private static final String DISK_COMMAND_LINE =
            COMMAND_LINE + " root=/dev/vda rw init=/init";
    private static final Path FIRMWARE = Path.of("../guest-os/target/firmware.bin");

    private static Path linux;

    @TempDir
    Path folder;

    @BeforeAll
    static void findGuest() {
        linux = cache().resolve("linux");
        if (!Files.exists(linux.resolve("stamp"))) {
            String reason = "no Linux guest in " + linux + ": run tests/guests/build-linux";
            System.err.println("SKIPPED: " + reason);
            abort(reason);
        }
    }

    private static Path cache() {
        String guests = System.getenv("CLEAVE_GUESTS");
        if (guests != null && !guests.isEmpty()) {
            return Path.of(guests);
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        return (caches != null && !caches.isEmpty() ? Path.of(caches)
                : Path.of(System.getProperty("user.home"), ".cache")).resolve("cleave/guests");
    }

    private static List<String> kernel() {
        return new ArrayList<>(List.of("-kernel", linux.resolve("Image").toString()));
    }

    private static List<String> initramfs() {
        return initramfs("");
    }

    private static List<String> initramfs(String moreOfTheCommandLine) {
        List<String> arguments = kernel();
        arguments.addAll(List.of("-initrd", linux.resolve("initramfs.cpio").toString(),
                "-append", COMMAND_LINE + moreOfTheCommandLine));
        return arguments;
    }

    /** A fresh copy of the disk, since init writes to it. */
    private List<String> disk(String name) throws Exception {
        Path disk = Files.copy(linux.resolve("root.ext2"), folder.resolve(name));
        List<String> arguments = kernel();
        arguments.addAll(List.of("-append", DISK_COMMAND_LINE,
                "-drive", "file=" + disk + ",format=raw,if=none,id=d",
                "-device", "virtio-blk-device,drive=d", "-device", "virtio-rng-device"));
        return arguments;
    }

    private static List<String> withFirmware(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-bios", FIRMWARE.toString()));
        all.addAll(arguments);
        return all;
    }

    private static Run cleave(List<String> arguments) throws Exception {
        return cleave(Run.NO_INPUT, arguments);
    }

    private static Run cleave(Path input, List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("boot", "-no-reboot"));
        all.addAll(arguments);
        Run run = Run.cleave(SECONDS_MAX, input, all.toArray(String[]::new));
        ConsoleText text = ConsoleText.of(run.out());
        assertTrue(text.user().contains("failures 0"), run.toString());
        assertTrue(text.user().stream().noneMatch(l -> l.startsWith("FAIL")), run.toString());
        assertTrue(text.kernel().contains("reboot: Power down"), run.toString());
        assertEquals(0, run.exitCode(), run.toString());
        return run;
    }

    private static ConsoleText qemu(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-cpu", "rv32,f=false,d=false,h=false,zbc=false",
                "-m", "128M", "-rtc", "base=2026-01-01T00:00:00,clock=vm"));
        all.addAll(arguments);
        return ConsoleText.of(Peer.qemu(SECONDS_MAX, all.toArray(String[]::new)).out());
    }

    private static void assertSame(ConsoleText qemu, Run cleave) {
        assertEquals(qemu.toString(), ConsoleText.of(cleave.out()).toString());
    }

    @Test
    void initramfsOnBuiltInFirmware() throws Exception {
        cleave(initramfs());
    }

    @Test
    void initramfsOnFirmwareBinaryIsAsOnQemu() throws Exception {
        assertSame(qemu(withFirmware(initramfs())), cleave(withFirmware(initramfs())));
    }

    @Test
    void typedLineReachesInit() throws Exception {
        Path typed = Files.writeString(folder.resolve("typed"), "good morning\n");
        Run run = cleave(typed, initramfs(" -- type"));
        assertTrue(ConsoleText.of(run.out()).user().contains("read: good morning"),
                run.toString());
    }

    @Test
    void diskOnBuiltInFirmwareIsWhole() throws Exception {
        cleave(disk("disk.ext2"));
        checkDisk("disk.ext2");
    }

    @Test
    void diskOnFirmwareBinaryIsAsOnQemu() throws Exception {
        ConsoleText qemu = qemu(withFirmware(disk("qemu.ext2")));
        assertSame(qemu, cleave(withFirmware(disk("cleave.ext2"))));
        checkDisk("cleave.ext2");
    }

    private void checkDisk(String name) throws Exception {
        Peer.need("e2fsck", "e2fsprogs");
        Run run = new Run.Command(60, "e2fsck", "-fn", folder.resolve(name).toString()).run();
        assertEquals(0, run.exitCode(), run.toString());
    }

    @Test
    void twoBootsAreTheSameToTheLastByte() throws Exception {
        assertEquals(cleave(initramfs()), cleave(initramfs()));
    }
}

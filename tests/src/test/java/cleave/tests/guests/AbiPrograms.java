package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs of {@code tests/guests/abi}, built by GCC for one instruction set. */
record AbiPrograms(Path folder) {
    private static final int SECONDS_MAX = 300;
    private static final String QEMU = "/usr/bin/qemu-riscv32";
    private static final String INIT = "abi-init";

    /** Builds them all into a folder; ends the test when there is no compiler. */
    static void build(Path folder) throws Exception {
        Peer.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        // Surefire runs in the module's folder.
        Run run = new Run.Command(120, "guests/build-abi", folder.toString()).run();
        assertEquals(0, run.exitCode(), run.toString());
    }

    /** Whether the tests run as root, without whom some programs have nothing to show here. */
    static boolean asRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** Their names, sorted. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("guests/abi"))) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".c"))
                    .map(n -> n.substring(0, n.length() - ".c".length())).sorted().toList();
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** What runs the others in a guest. */
    Path init() {
        return file(INIT);
    }

    /**
     * What a program prints under Linux and {@code qemu-riscv32}, with a last line that tells how
     * it ends, as in the guest.
     */
    String onLinux(String name) throws Exception {
        Peer.need("qemu-riscv32", "qemu-user");
        Path place = Files.createTempDirectory("abi");
        Run run = new Run.Command(SECONDS_MAX, "env", "-i", "-C", place.toString(), "PATH=/bin",
                "RUNNER=" + QEMU, QEMU, file("abi-start").toString(), QEMU,
                file(name).toString()).run();
        try (Stream<Path> left = Files.walk(place)) {
            for (Path file : left.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
        return run.out() + "-- " + run.exitCode() + "\n";
    }
}

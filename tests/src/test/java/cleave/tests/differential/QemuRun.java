package cleave.tests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs images on QEMU. With two harts, of which one sleeps, because QEMU executes an AMO of a
 * single hart as a load and a store and reports its faults as the load's.
 */
final class QemuRun {
    private static final long SECONDS_MAX = 300;

    /** What Cleave's hart is; the identities are ours, too. */
    private static final String CPU = "rv32,f=false,d=false,h=false,zbc=false,"
            + "zba=true,zbb=true,zbs=true,sstc=true,marchid=0,mimpid=0";

    private final Path folder;

    QemuRun(Path folder) {
        this.folder = folder;
    }

    /** The outcomes of the programs that QEMU came to the end of within a minute. */
    List<Outcome> run(byte[] image, boolean details) throws IOException, InterruptedException {
        Path file = folder.resolve("image.bin");
        Path serial = folder.resolve("serial.bin");
        Files.write(file, image);
        Files.deleteIfExists(serial);
        Process process = new ProcessBuilder("qemu-system-riscv32", "-M", "virt", "-cpu", CPU,
                "-smp", "2", "-m", "64M", "-display", "none", "-monitor", "none",
                "-serial", "file:" + serial, "-bios", file.toString()).inheritIO().start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Outcome.parse(Files.readAllBytes(serial), details);
    }
}

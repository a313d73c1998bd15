package cleave.tests.disks;

import cleave.tests.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An image in a folder of its own, for the judges: {@code e2fsck} and {@code debugfs}. */
final class E2fsck implements AutoCloseable {
    private static final int SECONDS_MAX = 120;
    /** Of the exit code: it was repaired, and the machine should be started again. */
    private static final int REPAIRED = 1 | 2;

    private final Path folder;
    private final Path image;

    E2fsck(byte[] bytes) throws IOException {
        folder = Files.createTempDirectory("e2fsck");
        image = folder.resolve("disk.img");
        Files.write(image, bytes);
    }

    Path image() {
        return image;
    }

    private Run run(String... words) throws IOException, InterruptedException {
        return new Run.Command(SECONDS_MAX, words).run();
    }

    /** What {@code e2fsck -fn} says. */
    Run look() throws IOException, InterruptedException {
        return run("e2fsck", "-fn", image.toString());
    }

    /** What {@code e2fsck -fy} says, of which the exit code is 0 when all is well afterwards. */
    Run repair() throws IOException, InterruptedException {
        Run run = run("e2fsck", "-fy", image.toString());
        if ((run.exitCode() & ~REPAIRED) != 0) {
            return run;
        }
        return look();
    }

    byte[] bytes() throws IOException {
        return Files.readAllBytes(image);
    }

    /** All files, copied to the host. */
    Path files() throws IOException, InterruptedException {
        Path to = Files.createDirectories(folder.resolve("files"));
        run("debugfs", "-R", "rdump / " + to, image.toString());
        return to;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }
}

package cleave.guestos.kernel.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code mke2fs} and {@code e2fsck} of Debian's e2fsprogs. Without them a test is skipped and says
 * so; with the environment variable {@code CLEAVE_PEERS=required} it fails.
 */
final class FileSystemTools {
    private static final long SECONDS_MAX = 300;

    private FileSystemTools() {
    }

    /** Makes an image with an empty file system. */
    static void make(Path folder, String image, int blockSize, int kibibytes, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mke2fs", "-q", "-F", "-b",
                String.valueOf(blockSize)));
        command.addAll(List.of(options));
        command.add(image);
        command.add(kibibytes + "k");
        run(folder, command);
    }

    /** Fails unless the file system of an image is sound in every respect. */
    static void check(Path folder, String image) throws IOException, InterruptedException {
        run(folder, List.of("e2fsck", "-fn", image));
    }

    private static void run(Path folder, List<String> command)
            throws IOException, InterruptedException {
        Path program = find(command.get(0));
        Path output = Files.createTempFile(folder, "output", ".txt");
        List<String> all = new ArrayList<>(command);
        all.set(0, program.toString());
        Process process = new ProcessBuilder(all).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null")).start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(command + " did not end within " + SECONDS_MAX + " s");
        }
        assertEquals(0, process.exitValue(), command + ":\n" + Files.readString(output));
    }

    private static Path find(String program) {
        for (String place : (System.getenv("PATH") + ":/sbin:/usr/sbin").split(":")) {
            Path path = Path.of(place, program);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        String reason = program + " is missing: apt-get install e2fsprogs";
        if ("required".equals(System.getenv("CLEAVE_PEERS"))) {
            return fail(reason);
        }
        System.err.println("SKIPPED: " + reason);
        return abort(reason);
    }

    /** Deletes a folder and what is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}

package cleave.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs of the host. */
final class Tool {
    private Tool() {
    }

    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static void need(String program, String debianPackage) throws CompareException {
        if (!isInstalled(program)) {
            throw new CompareException(program + " is missing: apt-get install " + debianPackage);
        }
    }

    /** Runs a program in {@code folder} and gives what it printed. */
    static String run(Path folder, List<String> command)
            throws CompareException, IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new CompareException(String.join(" ", command) + " has failed:\n" + text);
        }
        return text;
    }

    /** The first line that a program prints. */
    static String firstLine(String... command)
            throws CompareException, IOException, InterruptedException {
        return run(Path.of("."), List.of(command)).lines().findFirst().orElse("");
    }
}

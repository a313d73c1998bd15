package cleave.tests;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param out standard output, in which a guest's console appears; without carriage returns
 * @param err standard error
 */
public record Run(int exitCode, String out, String err) {
    /** A standard input that has ended before it began. */
    public static final Path NO_INPUT = Path.of("/dev/null");

    /** A command line, and the longest it may take before the test fails. */
    public record Command(int secondsMax, List<String> words) {
        public Command(int secondsMax, String... words) {
            this(secondsMax, List.of(words));
        }

        public Command with(List<String> more) {
            List<String> all = new ArrayList<>(words);
            all.addAll(more);
            return new Command(secondsMax, all);
        }

        /** Runs it without any input. */
        public Run run() throws IOException, InterruptedException {
            return run(NO_INPUT);
        }

        /** Runs it with a file as its standard input. */
        public Run run(Path input) throws IOException, InterruptedException {
            Path out = Files.createTempFile("run", ".out");
            Path err = Files.createTempFile("run", ".err");
            try {
                Process process = new ProcessBuilder(words)
                        .redirectInput(input.toFile())
                        .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
                boolean ended = process.waitFor(secondsMax, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                Run run = new Run(ended ? process.exitValue() : -1, text(out), text(err));
                return ended ? run : fail(words + " did not end within " + secondsMax + " s:\n"
                        + run.out + run.err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        }

        private static String text(Path file) throws IOException {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .replace("\r", "");
        }
    }

    /** {@code cleave} with these arguments, in a JVM of its own as people start it. */
    public static Run cleave(int secondsMax, String... arguments) throws Exception {
        return cleave(secondsMax, NO_INPUT, arguments);
    }

    /** The same with a file as its standard input. */
    public static Run cleave(int secondsMax, Path input, String... arguments) throws Exception {
        Command command = new Command(secondsMax,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), "cleave.emulator.cli.Main");
        return command.with(List.of(arguments)).run(input);
    }

    /** Everything that it said, for messages. */
    @Override
    public String toString() {
        return "exit code " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
    }
}

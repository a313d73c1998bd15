package cleave.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of Debian's that knows the truth independently of us. Without it a test is skipped and
 * says so; with the environment variable {@code CLEAVE_PEERS=required} it fails.
 */
public final class Peer {
    private static final long SECONDS_MAX = 300;

    private final String program;

    private Peer(String program) {
        this.program = program;
    }

    /** Finds the program on {@code PATH}, or ends the test. */
    public static Peer of(String program, String debianPackage) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return new Peer(program);
            }
        }
        String reason = program + " is missing: apt-get install " + debianPackage;
        if ("required".equals(System.getenv("CLEAVE_PEERS"))) {
            return fail(reason);
        }
        System.err.println("SKIPPED: " + reason);
        return abort(reason);
    }

    /** How it ended, and what it wrote, errors included. */
    public record Answer(int code, String text) {
    }

    /** Runs it in a folder until it succeeds; answers what it wrote, errors included. */
    public String run(Path folder, String... arguments) throws IOException, InterruptedException {
        Answer answer = ask(folder, arguments);
        assertEquals(0, answer.code, List.of(arguments) + " failed:\n" + answer.text);
        return answer.text;
    }

    /** Runs it in a folder until it ends. */
    public Answer ask(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "peer", ".txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(command + " did not end within " + SECONDS_MAX + " s");
        }
        return new Answer(process.exitValue(), Files.readString(output));
    }

    /** Runs it and checks that it found no fault worth a word. */
    public String runWithoutWarnings(Path folder, String... arguments)
            throws IOException, InterruptedException {
        String text = run(folder, arguments);
        assertTrue(text.lines().noneMatch(line -> line.matches("(?i).*\\b(warning|error)\\b.*")),
                text);
        return text;
    }
}

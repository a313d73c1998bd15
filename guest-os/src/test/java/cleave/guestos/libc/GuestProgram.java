package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import cleave.guestos.build.UserPrograms;
import cleave.toolchain.compiler.ClassSource;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program with the library, run by {@code qemu-riscv32}, which is a Linux that is not ours.
 * Without it a test is skipped and says so; with {@code CLEAVE_PEERS=required} it fails.
 */
public final class GuestProgram {
    private static final long SECONDS_MAX = 300;
    private static final String QEMU = "qemu-riscv32";

    private final Path elf;
    private final Map<String, String> environment;

    /** What a run has left. */
    public record Outcome(int code, String output, String errors) {
    }

    private GuestProgram(Path elf, Map<String, String> environment) {
        this.elf = elf;
        this.environment = environment;
    }

    /** Compiles the class of that name, which has a main method, into a folder. */
    public static GuestProgram of(String className, Path folder) throws IOException {
        needs(QEMU, "qemu-user");
        Path elf = folder.resolve(className.substring(className.lastIndexOf('.') + 1));
        Files.write(elf, UserPrograms.compile(className.replace('.', '/'),
                ClassSource.of(GuestProgram.class.getClassLoader())));
        assertTrue(elf.toFile().setExecutable(true));
        return new GuestProgram(elf, Map.of());
    }

    /** Ends the test when a program of Debian's is missing. */
    public static void needs(String program, String debianPackage) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        String reason = program + " is missing: apt-get install " + debianPackage;
        if ("required".equals(System.getenv("CLEAVE_PEERS"))) {
            fail(reason);
        }
        System.err.println("SKIPPED: " + reason);
        abort(reason);
    }

    public Path elf() {
        return elf;
    }

    /** The same with these variables and no others. */
    public GuestProgram with(Map<String, String> variables) {
        return new GuestProgram(elf, variables);
    }

    /** What it prints, when it ends with 0 and says nothing else. */
    public String run(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = runWithInput("", arguments);
        if (outcome.code != 0 || !outcome.errors.isEmpty()) {
            fail("ended with " + outcome.code + ": " + outcome.output + outcome.errors);
        }
        return outcome.output;
    }

    public Outcome runWithInput(String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(QEMU, elf.toString()));
        command.addAll(List.of(arguments));
        Path folder = elf.getParent();
        Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input,
                StandardCharsets.ISO_8859_1);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(in.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        if (!environment.isEmpty()) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        Process process = builder.start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(command + " did not end within " + SECONDS_MAX + " s");
        }
        return new Outcome(process.exitValue(),
                Files.readString(out, StandardCharsets.ISO_8859_1),
                Files.readString(err, StandardCharsets.ISO_8859_1));
    }
}

package cleave.guestos.user.sh;

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
 * Our shell under {@code qemu-riscv32}, and {@code dash}, which is the oracle. Each has a folder
 * with a {@code sh} that is itself, so that scripts that start shells start the same one. Without
 * the two programs a test is skipped and says so; with {@code CLEAVE_PEERS=required} it fails.
 */
final class Shells {
    private static final long SECONDS_MAX = 300;

    private final Path folder;

    /** Who runs a script. */
    enum Who {
        OURS, DASH
    }

    /** What a run has left. */
    record Outcome(int code, String output, String errors) {
    }

    /** Makes both in a folder. */
    Shells(Path folder) throws IOException {
        this.folder = folder;
        need("qemu-riscv32", "qemu-user");
        need("dash", "dash");
        Path elf = elf();
        Files.write(elf, UserPrograms.compile("cleave/guestos/user/sh/Sh",
                ClassSource.of(Shells.class.getClassLoader())));
        assertTrue(elf.toFile().setExecutable(true));
        link(Who.OURS, "qemu-riscv32 " + elf);
        link(Who.DASH, "dash");
    }

    /** Makes the command {@code sh}. */
    private void link(Who who, String command) throws IOException {
        Path sh = Files.createDirectories(bin(who)).resolve("sh");
        Files.writeString(sh, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        assertTrue(sh.toFile().setExecutable(true));
    }

    Path elf() {
        return folder.resolve("sh.elf");
    }

    private Path bin(Who who) {
        return folder.resolve("bin-" + who);
    }

    private static Path find(String program) {
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return Path.of(place, program);
            }
        }
        return null;
    }

    /** Ends the test when a program of Debian's is missing. */
    static void need(String program, String debianPackage) {
        if (find(program) == null) {
            String reason = program + " is missing: apt-get install " + debianPackage;
            if ("required".equals(System.getenv("CLEAVE_PEERS"))) {
                fail(reason);
            }
            System.err.println("SKIPPED: " + reason);
            abort(reason);
        }
    }

    /** Runs a shell in an empty folder. */
    Outcome run(Who who, String input, String... arguments)
            throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(folder, "run");
        Path work = Files.createDirectory(place.resolve("work"));
        Path in = Files.writeString(place.resolve("in"), input, StandardCharsets.ISO_8859_1);
        List<String> command = new ArrayList<>(who == Who.DASH ? List.of("dash")
                : List.of("qemu-riscv32", elf().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile())
                .redirectInput(in.toFile()).redirectOutput(place.resolve("out").toFile())
                .redirectError(place.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin(who) + ":/usr/bin:/bin", "HOME", "/root",
                "START", work.toString()));
        Process process = builder.start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(command + " did not end within " + SECONDS_MAX + " s");
        }
        return new Outcome(process.exitValue(),
                Files.readString(place.resolve("out"), StandardCharsets.ISO_8859_1),
                Files.readString(place.resolve("err"), StandardCharsets.ISO_8859_1));
    }
}

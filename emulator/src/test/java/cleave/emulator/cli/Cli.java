package cleave.emulator.cli;

import cleave.emulator.boot.TestGuest;
import cleave.toolchain.asm.Assembler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The command line, run inside the test's JVM, in a folder of the test's. */
final class Cli {
    private final Path folder;

    /** How it ended; names of files without their folder, which the tests know. */
    record Result(int code, String out, String err) {
    }

    Cli(Path folder) {
        this.folder = folder;
    }

    /** Makes a program for M-mode and answers its name. */
    String machineProgram(String name, Consumer<Assembler> writer) throws IOException {
        return file(name, TestGuest.elf(TestGuest.MACHINE_START, writer));
    }

    String file(String name, byte[] content) throws IOException {
        return TestGuest.write(folder, name, content).toString();
    }

    String file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    /** With empty standard input. */
    Result run(String... arguments) {
        return runWith("", arguments);
    }

    /** With this text on standard input. */
    Result runWith(String input, String... arguments) {
        return runWith(new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1)),
                arguments);
    }

    Result runWith(InputStream input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(List.of(arguments), new Streams(input, out,
                new PrintStream(err, true, StandardCharsets.UTF_8), false), Optional.empty());
        return new Result(code, text(out), text(err));
    }

    private String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }
}

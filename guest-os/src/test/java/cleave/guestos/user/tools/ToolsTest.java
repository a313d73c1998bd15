package cleave.guestos.user.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import cleave.guestos.build.UserPrograms;
import cleave.toolchain.compiler.ClassSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tools under {@code qemu-riscv32} against the host's of the same names: each line of a table
 * is a command line, run by both in a folder of the same files, and what it prints and its exit
 * code must be equal. Messages on standard error are not compared: they are ours.
 */
class ToolsTest {
    private static final long MINUTES_MAX = 5;
    private static final String BETWEEN = "\n==== next command line\n";
    /** Programs, and the packages of Debian's that have them. */
    private static final Map<String, String> PEERS = Map.of("qemu-riscv32", "qemu-user",
            "bash", "bash", "find", "findutils", "cmp", "diffutils", "hexdump", "bsdextrautils",
            "ps", "procps", "grep", "grep", "sed", "sed", "stat", "coreutils");

    @TempDir
    static Path folder;
    private static Path elf;

    @BeforeAll
    static void makeTools() throws IOException {
        PEERS.forEach(ToolsTest::needs);
        elf = folder.resolve("tools.elf");
        Files.write(elf, UserPrograms.compile("cleave/guestos/user/tools/Tools",
                ClassSource.of(ToolsTest.class.getClassLoader())));
        assertTrue(elf.toFile().setExecutable(true));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (Tool tool : Tools.TABLE) {
            Path file = bin.resolve(tool.name);
            Files.writeString(file, "#!/bin/sh\nexec qemu-riscv32 -0 '" + tool.name + "' '" + elf
                    + "' \"$@\"\n");
            assertTrue(file.toFile().setExecutable(true));
        }
    }

    /** Ends the tests when a program of Debian's is missing. */
    private static void needs(String program, String debianPackage) {
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) {
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

    private static String resource(String name) throws IOException {
        try (InputStream in = ToolsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basics", "files", "finding", "conditions", "text", "sed", "bytes",
        "diff", "system"})
    void commandLinesDoWhatTheHostsToolsDo(String table) throws Exception {
        List<String> lines = resource(table + ".txt").lines().toList();
        assertTrue(lines.size() > 20, "a table of " + lines.size() + " lines");
        List<String> wanted = run(lines, "");
        List<String> found = run(lines, folder.resolve("bin") + ":");
        StringBuilder expected = new StringBuilder();
        StringBuilder actual = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (!wanted.get(i).equals(found.get(i))) {
                expected.append("$ ").append(lines.get(i)).append('\n').append(wanted.get(i));
                actual.append("$ ").append(lines.get(i)).append('\n').append(found.get(i));
            }
        }
        assertEquals(expected.toString(), actual.toString());
    }

    /** What each line prints, and its exit code, with folders of programs before the others. */
    private static List<String> run(List<String> lines, String path) throws Exception {
        Path place = Files.createDirectories(folder.resolve("place"));
        StringBuilder script = new StringBuilder("export LC_ALL=C TZ=UTC0\n");
        for (String line : lines) {
            script.append("rm -rf work; mkdir work; cd work; . ../setup.sh\n")
                    .append("PATH=").append(path).append("$PATH timeout 20 bash -c ")
                    .append(quoted("enable -n test [ echo printf kill pwd true false\n"
                            + line + "\necho =$?"))
                    .append(" < /dev/null 2> ../errors; cd ..\nprintf ")
                    .append(quoted(BETWEEN)).append('\n');
        }
        Files.writeString(place.resolve("setup.sh"), resource("setup.sh"));
        Path file = Files.writeString(place.resolve("script"), script);
        Path out = place.resolve("out");
        Process process = new ProcessBuilder("bash", file.toString()).directory(place.toFile())
                .redirectOutput(out.toFile()).redirectError(place.resolve("err").toFile()).start();
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            fail("the script did not end within " + MINUTES_MAX + " minutes");
        }
        List<String> outputs = new ArrayList<>(List.of(Files.readString(out,
                StandardCharsets.ISO_8859_1).split(BETWEEN, -1)));
        assertEquals(lines.size() + 1, outputs.size(), Files.readString(place.resolve("err")));
        return outputs;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Test
    void everyToolSaysHowItIsUsedAndRefusesOptionsItDoesNotKnow() throws Exception {
        List<String> plain = List.of("[", "echo", "true", "false", "find", "test", "expr", "printf",
                "kill", "stty");
        for (Tool tool : Tools.TABLE) {
            if (!List.of("[", "test", "echo", "true", "false").contains(tool.name)) {
                assertTrue(output(tool.name, "--help").startsWith("usage: "), tool.name);
            }
            if (!plain.contains(tool.name)) {
                String message = output(tool.name, "--no-such-option");
                assertTrue(message.startsWith(tool.name + ": --no-such-option: unknown option; see "
                        + tool.name + " --help\n="), message);
                assertTrue(!message.endsWith("=0\n"), message);
            }
        }
    }

    @Test
    void messagesNameTheToolTheThingAndTheReason() throws Exception {
        assertEquals("cat: nonesuch: No such file or directory\n=1\n", output("cat", "nonesuch"));
        assertEquals("grep: a\\{: unmatched { or }, or a bound that is no number\n=2\n",
                output("grep", "a\\{"));
        assertEquals("chmod: u~x: not a mode\n=1\n", output("chmod", "u~x", "/"));
        assertEquals("head: -n: a value must follow\n=1\n", output("head", "-n"));
        assertEquals("tools: nonesuch: no such tool\n=127\n", output("tools", "nonesuch"));
    }

    /** What a tool prints and says, and its exit code behind an equals sign. */
    private static String output(String name, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("qemu-riscv32", "-0", name,
                elf.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.ISO_8859_1);
        return output + "=" + process.waitFor() + "\n";
    }
}

package cleave.emulator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import cleave.emulator.device.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At a terminal, which {@code script} of util-linux provides. */
class TerminalTest {
    private static final long SECONDS_MAX = 300;

    @TempDir
    Path folder;
    private Cli cli;
    private String echo;

    /** A process at a terminal, and the person before it. */
    private final class Typist {
        private final Process process;
        private final StringBuilder seen = new StringBuilder();
        private int looked;

        Typist(String command) throws IOException {
            process = new ProcessBuilder("script", "-qec", command, "/dev/null")
                    .redirectErrorStream(true).start();
        }

        /** Reads until this text has appeared, after what was waited for before. */
        void await(String text) throws Exception {
            long deadline = HostClock.nanoseconds() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
            InputStream out = process.getInputStream();
            while (seen.indexOf(text, looked) < 0) {
                if (out.available() > 0) {
                    seen.append((char) out.read());
                } else {
                    assertTrue(HostClock.nanoseconds() < deadline && process.isAlive(),
                            "'" + text + "' does not come: " + seen);
                    Thread.sleep(10);
                }
            }
            looked = seen.indexOf(text, looked) + text.length();
        }

        void type(String text) throws IOException {
            process.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            process.getOutputStream().flush();
        }

        int end() throws Exception {
            assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "it does not end: " + seen);
            seen.append(new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.ISO_8859_1));
            return process.exitValue();
        }
    }

    @BeforeEach
    void setUp() throws Exception {
        Peer.of("script", "bsdutils");
        cli = new Cli(folder);
        echo = cli.machineProgram("echo.elf", TestGuest::sleepingEcho);
    }

    private static String cleave(String arguments) {
        return Path.of(System.getProperty("java.home"), "bin", "java") + " -Xmx512m -cp '"
                + System.getProperty("java.class.path") + "' cleave.emulator.cli.Main " + arguments;
    }

    /** Runs a command between two looks at the settings of the terminal. */
    private Typist watched(String command) throws IOException {
        return new Typist("cd " + folder + "; stty -a > before; " + command
                + "; code=$?; stty -a > after; exit $code");
    }

    private void assertRestored() throws IOException {
        String before = Files.readString(folder.resolve("before"));
        assertTrue(before.contains(" icanon"), before);
        assertEquals(before, Files.readString(folder.resolve("after")));
    }

    @Test
    void everyKeyIsTheGuestsAndTheTerminalIsRestored() throws Exception {
        Typist typist = watched(cleave("boot " + echo));
        typist.await("Ctrl-a x quits, Ctrl-a h lists the keys");
        typist.await("> ");
        typist.type("hey\n\003\032\004");
        typist.await("hey\r\n> \003\032\004");
        typist.type("q");
        assertEquals(0, typist.end());
        assertEquals(typist.seen.indexOf("hey"), typist.seen.lastIndexOf("hey"),
                "the terminal itself echoes nothing: " + typist.seen);
        assertRestored();
    }

    @Test
    void quitKeyRestoresTheTerminal() throws Exception {
        Typist typist = watched(cleave("boot --quiet " + echo));
        typist.await("> ");
        typist.type("\001h");
        typist.await("Ctrl-a x   end the run");
        typist.type("\001x");
        assertEquals(0, typist.end());
        assertRestored();
    }

    @Test
    void monitorOpensAndClosesWhileTheGuestStands() throws Exception {
        Typist typist = new Typist(cleave("boot --quiet " + echo));
        typist.await("> ");
        typist.type("\001c");
        typist.await("(cleave) ");
        typist.type("p 6*8\177" + "7\r");
        typist.await("0x2a");
        typist.await("(cleave) ");
        typist.type("\001c");
        typist.type("on\n");
        typist.await("on\r\n> ");
        typist.type("\001c");
        typist.await("(cleave) ");
        typist.type("q\r");
        assertEquals(0, typist.end());
    }

    @Test
    void crashOfTheGuestRestoresTheTerminal() throws Exception {
        String stuck = cli.machineProgram("stuck.elf", a -> {
            TestGuest.print(a, "bye");
            a.insn(0);
        });
        Typist typist = watched(cleave("boot " + stuck));
        assertEquals(126, typist.end());
        assertRestored();
    }

    @Test
    void signalRestoresTheTerminal() throws Exception {
        Typist typist = watched("sh -c 'echo pid $$.; exec $0 $@' " + cleave("boot --quiet "
                + echo));
        typist.await("pid ");
        typist.await(".");
        String pid = typist.seen.substring(typist.seen.indexOf("pid ") + 4, typist.looked - 1);
        typist.await("> ");
        assertTrue(ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroy(), pid);
        assertEquals(128 + 15, typist.end());
        assertRestored();
    }

    @Test
    void terminalStaysAsItIsWhenInputIsAPipe() throws Exception {
        Typist typist = watched("printf 'a\\nq' | " + cleave("boot --quiet " + echo));
        assertEquals(0, typist.end());
        assertEquals("> a\r\n> q", typist.seen.toString());
        assertRestored();
    }

    @Test
    void sleepingGuestLetsTheHostSleep() throws Exception {
        Typist typist = new Typist("bash -c \"TIMEFORMAT='cpu %U %S'; time "
                + cleave("boot --quiet " + echo) + "\"");
        typist.await("> ");
        Thread.sleep(10_000);
        typist.type("q");
        assertEquals(0, typist.end());
        String[] words = typist.seen.substring(typist.seen.indexOf("cpu ")).trim().split("\\s+");
        double seconds = Double.parseDouble(words[1]) + Double.parseDouble(words[2]);
        assertFalse(seconds > 8, "ten seconds of sleep took " + seconds + " s of the processor");
    }
}

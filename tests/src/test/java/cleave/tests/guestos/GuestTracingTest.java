package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guest seen from outside: its system calls, and what they cost. */
class GuestTracingTest {
    private static final String IMAGE = "../images/target/cleave.img";
    private static final int SECONDS_MAX = 300;
    private static final String SCRIPT = """
            timeout 30s
            expect ":/# "
            send "cat /etc/hostname; cat /none; false | cat\\n"
            expect ":/# "
            send "poweroff\\n"
            exit 0
            """;

    @TempDir
    Path folder;

    private record Traced(List<String> calls, String cycles) {
    }

    private Traced trace(String engine, boolean traced) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), SCRIPT);
        Path calls = folder.resolve(engine + ".txt");
        Path result = folder.resolve(engine + ".json");
        List<String> words = new ArrayList<>(List.of("boot", "--quiet", "-snapshot", "--engine",
                engine, "--expect", script.toString(), "--json=" + result));
        if (traced) {
            words.add("--strace=" + calls);
        }
        words.add(IMAGE);
        Run run = Run.cleave(SECONDS_MAX, words.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.toString());
        return new Traced(traced ? Files.readAllLines(calls) : List.of(), Files.readString(result)
                .replaceAll("(?s).*\"cycles\":(\\d+).*", "$1"));
    }

    private static void assertOneMatches(List<String> calls, String expression) {
        assertTrue(calls.stream().anyMatch(line -> line.matches(expression)),
                expression + " is not among\n" + String.join("\n", calls));
    }

    @Test
    void everyCallOfEveryProcessHasALineWithItsNumberAndName() throws Exception {
        List<String> calls = trace("translator", true).calls();
        assertOneMatches(calls, "1 init: .*clone\\(.*SIGCHLD.*\\) = \\d+");
        assertOneMatches(calls, "\\d+ sh: execve\\(\"/bin/cat\", \\[\"cat\", \"/etc/hostname\"\\], "
                + "0x\\p{XDigit}+ /\\* \\d+ vars \\*/\\) = 0");
        assertOneMatches(calls, "\\d+ cat: openat\\(AT_FDCWD, \"/etc/hostname\", O_RDONLY.*\\)"
                + " = 3");
        assertOneMatches(calls, "\\d+ cat: read\\(3, \"cleave\\\\n\", \\d+\\) = 7");
        assertOneMatches(calls, "\\d+ cat: write\\(1, \"cleave\\\\n\", 7\\) = 7");
        assertOneMatches(calls, "\\d+ cat: openat\\(AT_FDCWD, \"/none\", O_RDONLY.*\\)"
                + " = -1 ENOENT");
        assertOneMatches(calls, "\\d+ cat: exit_group\\(1\\) = \\?");
        assertOneMatches(calls, "\\d+ sh: pipe2\\(\\[\\d+, \\d+\\], .*\\) = 0");
        assertOneMatches(calls, "\\d+ sh: waitid\\(P_.*\\{si_signo=SIGCHLD, si_code=CLD_EXITED, "
                + "si_pid=\\d+, si_status=1\\}.*\\) = 0");
        assertOneMatches(calls, "1 init: reboot\\(0xfee1dead, .*\\) = \\?");
        assertTrue(calls.stream().allMatch(line -> line.matches("\\d+ \\S+: \\w+\\(.*\\) = .*")),
                String.join("\n", calls));
    }

    @Test
    void traceIsTheSameOnEveryEngineAndTakesNoTimeOfTheGuest() throws Exception {
        Traced translator = trace("translator", true);
        Traced interpreter = trace("interpreter", true);
        assertEquals(translator, interpreter);
        assertEquals(translator.cycles(), trace("translator", false).cycles());
    }

    /** What it took on 24 November 2026, 1,117,815, and five in a hundred more. */
    @Test
    void promptComesWithin1175ThousandInstructions() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "expect \":/# \"\n");
        Path result = folder.resolve("prompt.json");
        Run run = Run.cleave(SECONDS_MAX, "boot", "--quiet", "-snapshot", "--expect",
                script.toString(), "--json=" + result, IMAGE);
        assertEquals(0, run.exitCode(), run.toString());
        long instructions = Long.parseLong(Files.readString(result)
                .replaceAll("(?s).*\"instructions\":(\\d+).*", "$1"));
        assertTrue(instructions <= 1_175_000, instructions + " instructions");
    }

    @Test
    void costsAreMeasuredInTheGuest() throws Exception {
        Path page = folder.resolve("costs.html");
        Run run = Run.cleave(SECONDS_MAX, "bench", "cow", "--json", "--html", page.toString(),
                IMAGE);
        assertEquals(0, run.exitCode(), run.toString());
        Set<String> missing = new TreeSet<>(List.of("null-call", "fork-exit-wait",
                "fork-exec-wait", "cow-fault", "first-touch", "reuse-fault", "pipe-round-trip"));
        missing.removeIf(name -> run.out().matches("(?s).*\"name\":\"" + name
                + "\",\"instructions\":[1-9]\\d+,\"cycles\":[1-9]\\d+.*"));
        assertEquals(Set.of(), missing, run.toString());
        assertTrue(Files.readString(page).contains("cow-fault: instructions by pages"));
    }
}

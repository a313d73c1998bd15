package cleave.guestos.user.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What our shell does with scripts, beside what dash does with them. */
class ShellTest {
    private static final int SCRIPTS_MIN = 15;

    @TempDir
    static Path folder;

    private static Shells shells;

    @BeforeAll
    static void makeShells() throws IOException {
        shells = new Shells(folder);
    }

    /** Each script of the corpus: what it prints, and how it ends. */
    @TestFactory
    List<DynamicTest> scriptsDoWhatTheyDoUnderDash() throws Exception {
        Path corpus = Path.of(ShellTest.class.getResource("scripts").toURI());
        try (Stream<Path> scripts = Files.list(corpus)) {
            List<DynamicTest> tests = scripts.sorted().map(script ->
                    dynamicTest(script.getFileName().toString(), () -> compare(script))).toList();
            assertTrue(tests.size() >= SCRIPTS_MIN, "only " + tests.size() + " scripts");
            return tests;
        }
    }

    private static void compare(Path script) throws IOException, InterruptedException {
        Shells.Outcome wanted = shells.run(Shells.Who.DASH, "", script.toString());
        Shells.Outcome got = shells.run(Shells.Who.OURS, "", script.toString());
        assertEquals(wanted.output(), got.output(), got.errors());
        assertEquals(wanted.code(), got.code());
    }

    /** Each line of a list: as {@code -c} has it, what it prints and how it ends. */
    @Test
    void commandsDoWhatTheyDoUnderDash() throws Exception {
        Path list = Path.of(ShellTest.class.getResource("commands.txt").toURI());
        for (String line : Files.readAllLines(list)) {
            Shells.Outcome wanted = shells.run(Shells.Who.DASH, "", "-c", line);
            Shells.Outcome got = shells.run(Shells.Who.OURS, "", "-c", line);
            assertEquals(wanted.output() + wanted.code(), got.output() + got.code(),
                    () -> line + "\n" + got.errors());
        }
    }

    private static void prints(String output, String script) throws Exception {
        Shells.Outcome got = shells.run(Shells.Who.OURS, "", "-c", script);
        assertEquals(output, got.output(), got.errors());
    }

    @Test
    void countsOfAllParametersAndLineNumbersAreKnown() throws Exception {
        prints("2 2\n2\n3\n", "set -- a bcd; echo ${#@} ${#*}\necho $LINENO\necho $LINENO");
    }

    @Test
    void scriptsFromStandardInputShareItWithTheirCommands() throws Exception {
        String input = "read x\nhello\necho \"got $x\"\ncat\nrest\n";
        assertEquals("got hello\nrest\n", shells.run(Shells.Who.OURS, input).output());
        Shells.Outcome piped = shells.run(Shells.Who.OURS, "",
                "-c", "printf 'read x\\nhello\\necho \"got $x\"\\n' | sh");
        assertEquals("got hello\n", piped.output(), piped.errors());
    }

    @Test
    void missingScriptsAndUnknownOptionsAreTold() throws Exception {
        Shells.Outcome missing = shells.run(Shells.Who.OURS, "", "nosuch.sh");
        assertEquals(127, missing.code());
        assertTrue(missing.errors().endsWith("cannot open nosuch.sh: No such file or directory\n"),
                missing.errors());
        Shells.Outcome option = shells.run(Shells.Who.OURS, "", "-Q");
        assertEquals(2, option.code());
        assertTrue(option.errors().endsWith("Illegal option -Q\n"), option.errors());
    }

    @Test
    void depthHasLimitsThatAreNamed() throws Exception {
        Shells.Outcome nested = shells.run(Shells.Who.OURS, "",
                "-c", "(".repeat(400) + "echo" + ")".repeat(400));
        assertEquals(2, nested.code());
        assertTrue(nested.errors().contains("nested more than 300 deep"), nested.errors());
        Shells.Outcome recursion = shells.run(Shells.Who.OURS, "", "-c", "f() { f; }; f");
        assertEquals(2, recursion.code());
        assertTrue(recursion.errors().contains("maximum function recursion depth (1000)"),
                recursion.errors());
        Shells.Outcome evals = shells.run(Shells.Who.OURS, "", "-c",
                "x='eval \"$x\"'; eval \"$x\"");
        assertEquals(2, evals.code());
        assertTrue(evals.errors().contains("nested more than"), evals.errors());
        assertEquals("7\n", shells.run(Shells.Who.OURS, "", "-c",
                "echo $((" + "(".repeat(60) + "7" + ")".repeat(60) + "))").output());
    }

    @Test
    void memoryDoesNotGrowWithTheNumberOfCommands() throws Exception {
        String script = "m() { while read -r a b c; do case $a in VmRSS:) echo $b; return;; esac; "
                + "done < /proc/self/status; }\n"
                + "i=0; f() { local v=$1; set -- a b c; x=\"${v#1} $*\"; }\n"
                + "r() { i=0; while [ $i -lt 2000 ]; do i=$((i+1)); f $i; eval 'y=$x'; "
                + "for z in $x; do :; done; done; }\n"
                + "r; a=$(m); r; r; b=$(m); [ $((b - a)) -lt 200 ] || echo grown from $a to $b";
        prints("", script);
    }
}

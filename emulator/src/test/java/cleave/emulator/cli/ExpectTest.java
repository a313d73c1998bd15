package cleave.emulator.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts that talk with a guest. */
class ExpectTest {
    @TempDir
    Path folder;
    private Cli cli;
    private String guest;

    @BeforeEach
    void setUp() throws Exception {
        cli = new Cli(folder);
        guest = cli.machineProgram("guest.elf", TestGuest::sleepingEcho);
    }

    private Cli.Result play(String... lines) throws Exception {
        return cli.run("boot", "--quiet", "--expect",
                cli.file("talk", String.join("\n", lines)), guest);
    }

    @Test
    void scriptTypesWhenThePromptAppears() throws Exception {
        assertEquals(new Cli.Result(0, "> hey\n> q", ""), play("# a comment", "", "timeout 5 s",
                "expect \"> \"", "send \"hey\\n\"", "expect /he+y/", "expect \"\\n> \"",
                "send \"q\"", "exit 0"));
    }

    @Test
    void scriptsEndEndsTheRunWithSuccess() throws Exception {
        assertEquals(new Cli.Result(0, "> ", ""), play("expect \"> \""));
    }

    @Test
    void guestsThatPollAreTalkedWithAsWell() throws Exception {
        guest = cli.machineProgram("polling.elf", TestGuest::pollingEcho);
        assertEquals(new Cli.Result(0, "> a\n> q", ""), play("expect \"> \"", "send \"a\\n\"",
                "expect \"> \"", "send \"q\"", "exit 0"));
    }

    @Test
    void waitingInVainIs124AndNamesTheLine() throws Exception {
        assertEquals(new Cli.Result(124, "> ",
                "cleave: talk:3: waited in vain: expect \"login:\"\n"),
                play("timeout 200ms", "", "expect \"login:\""));
    }

    @Test
    void forbiddenTextIsAFailure() throws Exception {
        assertEquals(new Cli.Result(1, "> panic", "cleave: talk:4: the guest printed what line 1 "
                + "forbids, fail \"panic\"\n"),
                play("fail \"panic\"", "expect \"> \"", "send \"panic\"", "expect \"never\""));
    }

    @Test
    void wrongExitCodeIsAFailure() throws Exception {
        assertEquals(new Cli.Result(1, "> f", "cleave: talk:2: the guest's exit code is 7\n"),
                play("send \"f\"", "exit 0"));
        assertEquals(new Cli.Result(0, "> f", ""), play("send \"f\"", "exit 7"));
    }

    @Test
    void guestThatEndsTooEarlyIsAFailureWhateverItsCode() throws Exception {
        assertEquals(new Cli.Result(1, "> q",
                "cleave: talk:2: the guest has ended itself\n"),
                play("send \"q\"", "expect \"more\""));
        assertEquals(new Cli.Result(7, "> f", "cleave: talk:2: exited\n"),
                play("send \"f\"", "expect \"more\""));
    }

    @Test
    void pauseWaitsInTheGuestsTime() throws Exception {
        Cli.Result result = cli.run("boot", "--quiet", "--json", "--expect",
                cli.file("talk", "pause 2s\nsend \"q\"\nexit 0"), guest);
        assertEquals(0, result.code());
        String digits = result.out().replaceAll("(?s).*\"cycles\":(\\d+).*", "$1");
        long cycles = Long.parseLong(digits);
        assertTrue(cycles >= 2_000_000_000L && cycles < 2_100_000_000L, digits);
    }

    @Test
    void transcriptSaysWhatWasDoneAndWhen() throws Exception {
        Cli.Result result = cli.run("boot", "--expect",
                cli.file("talk", "expect \"> \"\nsend \"q\"\nexit 0"), guest);
        String[] lines = result.err().split("\n");
        assertTrue(lines[1].matches("cleave: talk:1: expect \"> \"  \\[0\\.00000\\d s\\]"),
                lines[1]);
        assertTrue(lines[2].matches("cleave: talk:2: send \"q\"  \\[0\\.00000\\d s\\]"), lines[2]);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "sned \"x\" | t:1: unknown step sned: did you mean send?",
        "dance | t:1: unknown step dance; steps are timeout, fail, expect, send, pause, exit",
        "send x | t:1: send wants a text in double quotes",
        "send \"x\\q\" | t:1: unknown escape \\q; known are \\n \\r \\t \\e \\\\ \\\" \\x41",
        "send \"x\\x4\" | t:1: unknown escape \\x; known are \\n \\r \\t \\e \\\\ \\\" \\x41",
        "send \"x\\xzz\" | t:1: \\x wants two hexadecimal digits",
        "expect x | t:1: expect wants \"text\" or /expression/",
        "expect \"\" | t:1: an empty text is always there",
        "expect /(/ | t:1: the expression is wrong: Unclosed group",
        "timeout soon | t:1: a time is written like 10s, 500ms, 2m or 1000 cycles",
        "timeout 99999999999m | t:1: a time is written like 10s, 500ms, 2m or 1000 cycles",
        "exit well | t:1: exit wants the guest's exit code",
        "# nothing | t has no step: see cleave help expect",
    })
    void errorsNameTheLine(String script, String message) {
        assertEquals(message, assertThrows(UsageException.class,
                () -> ExpectScript.parse("t", script)).getMessage());
    }

    @Test
    void escapesBecomeBytes() throws Exception {
        ExpectScript script = ExpectScript.parse("t", "send \"\\x00\\xff\\e\\t\\\\\\\"ü\"");
        byte[] bytes = ((ExpectScript.Send) script.steps().get(0)).bytes();
        assertArrayEquals(new byte[] {0, -1, 27, 9, '\\', '"',
            (byte) 0xc3, (byte) 0xbc}, bytes);
    }
}

package cleave.emulator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpPageTest {
    @TempDir
    Path folder;

    @Test
    void everyOptionOfACommandIsOnItsPage() {
        for (Verb verb : Verb.values()) {
            String page = HelpPage.command(verb);
            for (Opt opt : Opt.values()) {
                assertEquals(opt.belongsTo(verb), page.lines().anyMatch(line -> line.equals(
                        "  " + HelpPage.usage(opt))
                        || line.startsWith("  " + HelpPage.usage(opt) + " ")), verb + " " + opt);
            }
        }
    }

    @Test
    void everyPageFitsEightyColumns() {
        List<String> topics = List.of("boot", "run", "disasm", "describe", "version", "help",
                "keys", "expect", "codes", "recipes");
        for (String topic : topics) {
            HelpPage.about(topic).lines().forEach(line ->
                    assertTrue(line.length() <= 80, topic + ": " + line));
        }
        HelpPage.overview().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        assertNull(HelpPage.about("nonsense"));
    }

    @Test
    void everyExitCodeIsExplained() {
        for (ExitCode code : ExitCode.values()) {
            assertTrue(HelpPage.codes().contains("\n  " + code.code() + " "), code.toString());
        }
    }

    @Test
    void helpIsAskedForInManyWays() {
        Cli cli = new Cli(folder);
        String boot = HelpPage.command(Verb.BOOT);
        assertEquals(new Cli.Result(0, boot, ""), cli.run("help", "boot"));
        assertEquals(new Cli.Result(0, boot, ""), cli.run("boot", "--help"));
        assertEquals(new Cli.Result(0, boot, ""), cli.run("boot", "-kernel", "x", "-h"));
        assertEquals(new Cli.Result(0, HelpPage.overview(), ""), cli.run("--help"));
        assertEquals(new Cli.Result(0, HelpPage.overview(), ""), cli.run("help"));
        assertEquals(new Cli.Result(2, "",
                "cleave: there is no help about bot\nTry: cleave help help\n"),
                cli.run("help", "bot"));
    }
}

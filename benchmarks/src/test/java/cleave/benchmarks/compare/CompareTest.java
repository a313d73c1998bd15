package cleave.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code benchmarks/compare}, with the smallest work that there is. */
class CompareTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Cleave as it was compiled a moment ago, whatever the launcher would build. */
    @BeforeEach
    void makeLauncher() throws IOException {
        Path launcher = folder.resolve("cleave");
        Files.writeString(launcher, "#!/bin/sh\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                + System.getProperty("java.class.path") + "' cleave.emulator.cli.Main \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty("cleave.launcher", launcher.toString());
    }

    @AfterEach
    void forgetLauncher() {
        System.clearProperty("cleave.launcher");
    }

    private int compare(String... words) {
        List<String> all = new ArrayList<>(List.of(
                Path.of("..").toAbsolutePath().normalize().toString()));
        all.addAll(List.of(words));
        return Main.run(all, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    /** The tools that are compared with; the same rule as in the module of tests. */
    private static void needPeers() {
        for (String program : new String[] {"qemu-system-riscv32", "riscv64-unknown-elf-gcc"}) {
            if (!Tool.isInstalled(program)) {
                String reason = program + " is missing";
                if ("required".equals(System.getenv("CLEAVE_PEERS"))) {
                    fail(reason);
                }
                System.err.println("SKIPPED: " + reason);
                abort(reason);
            }
        }
    }

    @Test
    void onePairOfTinyProgramsGivesTableAndPlot() throws Exception {
        needPeers();
        Path table = folder.resolve("table.md");
        Path plot = folder.resolve("plot.svg");
        assertEquals(0, compare("-n", "1", "--steady", "--share", "2000", "--with", "qemu,icount",
                "--markdown", table.toString(), "--svg", plot.toString(), "mark", "records",
                "flush"), this::said);
        String text = Files.readString(table);
        for (String guest : new String[] {"mark", "records", "flush"}) {
            assertTrue(text.contains("| " + guest + " | QEMU TCG |"), text);
            assertTrue(text.contains("| " + guest + ", steady | QEMU -icount |"), text);
        }
        assertTrue(text.contains("    benchmarks/compare -n 1 --steady"), text);
        assertEquals("svg", DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(plot)))
                .getDocumentElement().getTagName());
    }

    @Test
    void theKernelsWorkIsTypedAtItsPrompt() {
        needPeers();
        assertEquals(0, compare("-n", "1", "--share", "500", "--with", "qemu", "boot", "fork"),
                this::said);
        assertTrue(said().contains("| boot | QEMU TCG |"), said());
        assertTrue(said().contains("| fork | QEMU TCG |"), said());
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        assertEquals(2, compare("--with", "bochs"));
        assertEquals(2, compare("unheard-of"));
        assertEquals(2, compare("-n", "none"));
        assertEquals(2, compare("--disk"));
        assertTrue(said().contains("no emulator is called bochs; there are: qemu icount"), said());
        assertTrue(said().contains("no program is called unheard-of"), said());
        assertTrue(said().contains("-n none: a number from 1 on is needed"), said());
        assertTrue(said().contains("--disk needs a value"), said());
    }

    @Test
    void theSlopeOfTwoLengthsIsTheDifferencePairByPair() {
        Series shortOne = new Series(List.of(1.0, 1.5, 1.2));
        Series longOne = new Series(List.of(3.0, 3.6, 3.1));
        assertEquals(2.0, longOne.minus(shortOne).median(), 1e-9);
        assertEquals("2.00 (1.90 to 2.10)", longOne.minus(shortOne).text());
        assertEquals(2.5, new Series(List.of(4.0, 1.0, 2.0, 3.0)).median(), 1e-9);
        assertEquals(4.0, longOne.over(new Series(List.of(1.0, 0.9, 0.5))).median(), 1e-9);
    }
}

package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cleave.tests.BehaviourTable;
import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code usertests}, the tests of the process model that run in the guest, in the image of the
 * build: every row that the table of behaviours names, on Cleave and on QEMU, in one boot each; and
 * that a row can fail.
 */
class UserTestsTest {
    private static final Path IMAGE = Path.of("../images/target/cleave.img");
    private static final String KERNEL = "../guest-os/target/kernel-checked.elf";
    private static final String FIRMWARE = "../guest-os/target/firmware.bin";
    private static final int SECONDS_MAX = 900;
    private static final Pattern LISTED = Pattern.compile("^([A-Z]\\d+\\w*) +\\S",
            Pattern.MULTILINE);
    private static final Pattern END = Pattern.compile("^(ok  |FAIL) (\\w+): .*\n",
            Pattern.MULTILINE);

    @TempDir
    Path folder;

    /** A machine that holds a conversation with the guest. */
    @FunctionalInterface
    private interface Machine {
        Run talk(Path script, String drive) throws Exception;
    }

    private static Run onCleave(Path script, String drive) throws Exception {
        return Run.cleave(SECONDS_MAX, "boot", "--quiet", "--expect", script.toString(),
                "-kernel", KERNEL, "-drive", drive, "-device", "virtio-blk-device,drive=d");
    }

    private static Run onQemu(Path script, String drive) throws Exception {
        Peer.need("qemu-system-riscv32", "qemu-system-misc");
        return Conversation.read(script).hold(SECONDS_MAX, List.of("qemu-system-riscv32",
                "-M", "virt", "-m", "128M", "-nographic", "-no-reboot", "-bios", FIRMWARE,
                "-kernel", KERNEL, "-drive", drive, "-device", "virtio-blk-device,drive=d"));
    }

    /** What the guest says while it obeys a command. */
    private String run(Machine machine, String command) throws Exception {
        Path image = Files.copy(IMAGE, folder.resolve("disk.img"));
        Path script = Files.writeString(folder.resolve("script.expect"), """
                timeout 3600s
                fail "kernel panic"
                expect ":/# "
                send "%s; echo the tests have ended; poweroff\\n"
                expect /^the tests have ended/
                exit 0
                """.formatted(command));
        Run run = machine.talk(script, "file=" + image + ",format=raw,if=none,id=d");
        assertEquals(0, run.exitCode(), run.toString());
        return run.out().substring(run.out().indexOf(":/# "));
    }

    /** What each row said, with its verdict as the last line. */
    private static Map<String, String> rows(String said) {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher end = END.matcher(said);
        int from = 0;
        while (end.find()) {
            rows.put(end.group(2), said.substring(from, end.end()));
            from = end.end();
        }
        return rows;
    }

    private Stream<DynamicTest> tests(Machine machine) throws Exception {
        String said = run(machine, "usertests -l; usertests all");
        Map<String, String> rows = rows(said);
        List<String> names = LISTED.matcher(said).results().map(found -> found.group(1)).toList();
        assertEquals(Set.copyOf(BehaviourTable.userRows()), Set.copyOf(names), said);
        return names.stream().map(name -> dynamicTest(name, () -> {
            String row = rows.getOrDefault(name, "it was not run: " + said);
            assertTrue(row.contains("ok   " + name + ": ") && !row.contains("FAIL"), row);
        }));
    }

    @TestFactory
    Stream<DynamicTest> rowsHoldOnCleave() throws Exception {
        return tests(UserTestsTest::onCleave);
    }

    @TestFactory
    Stream<DynamicTest> rowsHoldOnQemu() throws Exception {
        return tests(UserTestsTest::onQemu);
    }

    @Test
    void rowsAreRunInFamiliesAndAsOftenAsIsSaid() throws Exception {
        String said = run(UserTestsTest::onCleave,
                "usertests M E7 10 F7 5000; usertests F4 7 8; usertests X9");
        assertTrue(said.contains(" run, 0 failed\n"), said);
        assertTrue(rows(said).keySet().containsAll(List.of("M1", "E7", "F7")), said);
        assertTrue(said.contains("usertests: 8: no such row"), said);
        assertTrue(said.contains("usertests: X9: no such row"), said);
    }

    /** One hangs, with a child that has left its session; the others fail by themselves. */
    @Test
    void rowThatHangsOrFailsIsEndedWithAllItsProcessesAndTheRestGoesOn() throws Exception {
        String said = run(UserTestsTest::onCleave,
                "usertests -t 5 hang fault leave wrong F4; ps; ls -a /tmp");
        Map<String, String> rows = rows(said);
        assertEquals("""
                  FAIL it took longer than it may
                  FAIL processes that the row has left: 1, not 0
                FAIL hang: children that never end
                """, rows.get("hang").substring(rows.get("hang").indexOf("  FAIL")));
        assertEquals("""
                  FAIL the signal that has ended it: 11, not 0
                FAIL fault: a store to address 0
                """, rows.get("fault"));
        assertEquals("""
                  FAIL processes that the row has left: 1, not 0
                FAIL leave: a child that is left behind
                """, rows.get("leave"));
        assertEquals("""
                  FAIL what a child finds
                  FAIL what a role finds
                  FAIL a role that found it: 99, not 0
                FAIL wrong: a check that does not hold, in a child
                """, rows.get("wrong"));
        assertTrue(rows.get("F4").startsWith("ok   F4: "), said);
        assertTrue(said.contains("usertests: 5 run, 4 failed\n"), said);
        String behind = said.substring(said.indexOf("4 failed\n") + "4 failed\n".length());
        assertTrue(!behind.contains("usertests"), behind);
    }
}

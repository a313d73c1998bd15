package cleave.guestos.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.libc.GuestProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the demonstrations say under a Linux that is not ours; pids are not compared. {@code
 * forkbomb} is not among them: the limit would count the threads of the emulators as well.
 */
class DemonstrationsTest {
    private static final String DEMO = "cleave.guestos.user.demo.";

    @TempDir
    Path folder;

    /** The text, with P for every number that is a pid. */
    private String run(String name, String... arguments) throws Exception {
        return GuestProgram.of(DEMO + name, folder).with(Map.of("PATH", "/bin:/usr/bin"))
                .run(arguments).replaceAll("\\b[0-9]{3,}\\b(?! pages)", "P");
    }

    @Test
    void forkReturnsTwice() throws Exception {
        String text = run("ForkDemo");
        assertTrue(text.contains("""
                child (pid P): I made them P and 2
                parent (pid P): fork returned P, and that child exited with 42
                parent (pid P): number is still P, local still 1
                """), text);
        assertTrue(text.contains("""
                generation 4: my parent is P, I am P
                generations below me: 4
                """), text);
    }

    /**
     * The kernel below copies on write, too, but QEMU's own faults are among those it counts: there
     * are no fewer than expected. How many there are exactly, only our own kernel tells.
     */
    @Test
    void pagesAreCopiedWhenTheyAreWritten() throws Exception {
        String text = run("CowDemo", "32");
        List<Integer> faults = Pattern.compile("(\\d+) faults").matcher(text).results()
                .map(count -> Integer.valueOf(count.group(1))).toList();
        List<Integer> least = List.of(32, 8, 0, 8, 8);
        assertEquals(least.size(), faults.size(), text);
        for (int i = 0; i < least.size(); i++) {
            assertTrue(faults.get(i) >= least.get(i), text);
        }
        assertEquals("""
                memory: 32 pages, mapped, not yet touched
                touched: 32 pages, N faults
                fork: no page of 32 was copied: yes
                fork: it took N frames, for page tables and what else a process needs
                child: read all 32 pages: reading copies nothing: yes
                child: wrote 8 pages: N faults, each a copy
                child: wrote them again: N faults, they are its own
                child: the kernel wrote for it by read: "ab", faults when it writes there: N
                parent: the child's copies took N frames, with those of its stack and variables
                parent: its first page says 1, the child's says 2
                parent: wrote 8 pages that the child has copied: N faults, it is the last owner: \
                no copy
                child: it exited with 0
                parent: its first page says 1, as it wrote it
                parent: 8 pages that the child has left: N faults, nothing to copy
                """, text.replaceAll("\\d+ faults", "N faults")
                        .replaceAll("there: \\d+", "there: N")
                        .replaceAll("took (-?[0-9]+|P|-P) frames", "took N frames"));
    }

    @Test
    void zombiesAndOrphansAreWaitedFor() throws Exception {
        assertEquals("""
                child P has ended; its state in /proc is Z
                kill(P, 0) says 0: the pid is still taken
                waited for it: it exited with 9
                kill(P, 0) says -1 now (No such process), and /proc has forgotten it
                waiting again says -1 (No child processes)
                """, run("Zombie"));
        String text = run("Orphan");
        assertTrue(text.contains("the parent has ended and was waited for\n"), text);
        assertTrue(text.endsWith("the orphan has ended; nobody here has to wait for it\n"), text);
    }

    @Test
    void failedExecsLeaveTheProgramAsItWas() throws Exception {
        GuestProgram.Outcome outcome = GuestProgram.of(DEMO + "ExecDemo", folder)
                .runWithInput("");
        List<String> lines = outcome.output().lines().toList();
        assertEquals("exec of /bin/no-such-program: No such file or directory; this program goes"
                + " on", lines.get(0));
        assertEquals("exec of /etc/passwd/program: Not a directory; this program goes on",
                lines.get(2));
        assertEquals("exec of /tmp/execdemo.txt: Exec format error; this program goes on",
                lines.get(4));
    }

    @Test
    void stagesOfAPipelineEndOneAfterTheOther() throws Exception {
        assertEquals("""
                echo ... | capitals | numbers
                1: TO SPLIT
                2: AND TO CLING
                stage 1 exited with 0
                stage 2 exited with 0
                stage 3 exited with 0
                a writer without a reader was ended by SIGPIPE
                """, run("Pipeline"));
    }

    @Test
    void spawnedChildrenAreSeenOrRefused() throws Exception {
        assertEquals("""
                child P, in a group of its own, with a file as its output: it exited with 0
                the file says: written by the child
                a program that is not there: spawn says -1 (No such file or directory)
                and leaves no child: wait says -1 (No child processes)
                """, run("SpawnDemo"));
        assertTrue(run("VforkDemo").endsWith("""
                vfork: and this is what the child became
                vfork: it exited with 0
                """));
    }

    @Test
    void daemonsLeaveTheirTerminal() throws Exception {
        assertTrue(run("Daemon").endsWith("""
                its session is another: yes
                it leads its session: no
                it has a terminal: no
                the daemon has ended: nobody holds the pipe any more
                """));
    }

    @Test
    void measurementsAreLinesOfNameValueAndUnit() throws Exception {
        String text = GuestProgram.of("cleave.guestos.user.bench.Bench", folder).run("call");
        assertTrue(text.lines().count() >= 6, text);
        assertTrue(text.lines().allMatch(line ->
                line.matches("[a-zA-Z0-9-]+ [0-9]+ (instructions|cycles)")), text);
    }
}

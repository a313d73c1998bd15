package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default image on machines with little memory, and with programs that want more of it. */
class SmallMemoryTest {
    private static final Path IMAGE = Path.of("../images/target/cleave.img");
    private static final String KERNEL = "../guest-os/target/kernel-checked.elf";
    private static final int SECONDS_MAX = 300;
    private static final String AUDIT = "cat /proc/sys/debug/audit";
    /** What the shell may touch for the first time, in frames, and names that stay known. */
    private static final int SLACK = 40;

    @TempDir
    Path folder;

    /** What the guest says while it obeys a command, with that many mebibytes. */
    private String run(int mebibytes, String... commands) throws Exception {
        Path image = Files.copy(IMAGE, folder.resolve("disk.img"));
        Path script = Files.writeString(folder.resolve("script.expect"), """
                timeout 600s
                fail "kernel panic"
                expect ":/# "
                send "%s; poweroff\\n"
                expect /Power down/
                exit 0
                """.formatted(String.join("; ", commands)));
        Run run = Run.cleave(SECONDS_MAX, "boot", "--quiet", "--expect", script.toString(),
                "-m", mebibytes + "M", "-kernel", KERNEL, "-drive",
                "file=" + image + ",format=raw,if=none,id=d", "-device",
                "virtio-blk-device,drive=d");
        assertEquals(0, run.exitCode(), run.toString());
        Peer.need("e2fsck", "e2fsprogs");
        Run check = new Run.Command(SECONDS_MAX, "e2fsck", "-fn", image.toString()).run();
        assertEquals(0, check.exitCode(), check.toString());
        return run.out();
    }

    /** The numbers behind a name, in all audits. */
    private static List<Integer> numbers(String said, String name) {
        Matcher found = Pattern.compile("^" + name + " (\\d+)$", Pattern.MULTILINE).matcher(said);
        return found.results().map(one -> Integer.valueOf(one.group(1))).toList();
    }

    private static void assertAllIsBack(String said) {
        assertEquals(List.of(0, 0), numbers(said, "wrong"), said);
        for (String name : List.of("free", "anonymous", "tables", "kernel", "processes")) {
            List<Integer> counts = numbers(said, name);
            assertTrue(Math.abs(counts.get(0) - counts.get(1)) <= SLACK, name + ": " + said);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 12, 16, 24, 32})
    void bootsToAShellThatRunsPipelines(int mebibytes) throws Exception {
        String said = run(mebibytes, "ls /bin | sort | wc -l", AUDIT);
        assertTrue(Pattern.compile("^\\d{2,}$", Pattern.MULTILINE).matcher(said).find(), said);
        assertEquals(List.of(0), numbers(said, "wrong"), said);
    }

    @Test
    void saysThatMemoryIsTooSmall() throws Exception {
        Path image = Files.copy(IMAGE, folder.resolve("disk.img"));
        Path typed = Files.writeString(folder.resolve("typed"), "poweroff\n");
        Run run = Run.cleave(SECONDS_MAX, typed, "boot", "--quiet", "--max-cycles", "1000000000",
                "-m", "5M", "-kernel", KERNEL, "-drive", "file=" + image
                        + ",format=raw,if=none,id=d", "-device", "virtio-blk-device,drive=d");
        assertTrue(run.out().contains("that is too little for programs: give the machine 1 MiB"),
                run.toString());
    }

    @Test
    void largeFilesAreCopiedSortedAndFound() throws Exception {
        String said = run(16, "find / -name nothing > /dev/null",
                "echo 3 > /proc/sys/vm/drop_caches", AUDIT,
                "dd if=/dev/zero of=/big bs=64k count=160", "cp /big /big2",
                "cmp /big /big2 && echo they are equal",
                "seq 1 100000 | sort -r | tail -1 | sed s/^/last/", "find / -name nothing",
                "rm /big /big2", "sync", "echo 3 > /proc/sys/vm/drop_caches", AUDIT);
        assertTrue(said.contains("\nthey are equal\n"), said);
        assertTrue(said.contains("\nlast1\n"), said);
        assertAllIsBack(said);
    }

    @Test
    void whoTakesTooMuchIsKilledAndTheRestGoesOn() throws Exception {
        String said = run(16, "dd if=/dev/zero of=/dev/null bs=64k count=1",
                "echo 3 > /proc/sys/vm/drop_caches", AUDIT,
                "dd if=/dev/zero of=/dev/null bs=40M count=1", "echo dd: $?",
                "seq 1 3000000 | sort | tail -1", "echo sort: $?",
                "dd if=/dev/zero of=/tmp/full bs=64k count=400", "echo full: $?",
                "rm /tmp/full", "echo 3 > /proc/sys/vm/drop_caches", AUDIT);
        assertTrue(Pattern.compile("out of memory: killed process \\d+ \\(dd\\), \\d+ KiB")
                .matcher(said).find(), said);
        assertTrue(said.contains("\ndd: 137\n"), said);
        assertTrue(Pattern.compile("out of memory: killed process \\d+ \\(sort\\)")
                .matcher(said).find(), said);
        assertTrue(said.contains("\nfull: 1\n"), said);
        assertAllIsBack(said);
    }

    @Test
    void forksUntilThereIsNoMemoryAreRefusedOrEndTheLargest() throws Exception {
        String said = run(8, "sh -c true", "echo 3 > /proc/sys/vm/drop_caches", AUDIT,
                "sh -c 'while sleep 1000 & do :; done' 2> /dev/null", "echo the fork bomb: $?",
                "for p in /proc/[0-9]*; do read c < $p/comm && [ $c = sleep ] && kill"
                        + " ${p##*/}; done", "i=0", "while [ $i -lt 8000 ]; do i=$((i+1)); done",
                "echo 3 > /proc/sys/vm/drop_caches", AUDIT);
        assertTrue(said.contains("\nthe fork bomb: "), said);
        assertAllIsBack(said);
    }
}

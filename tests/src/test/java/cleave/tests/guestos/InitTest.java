package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What init does, seen from its console: the script at the start, the shell it keeps there, whom it
 * waits for, and the orderly end; and that a fork bomb, which leaves it much to wait for, leaves
 * nothing behind.
 */
class InitTest {
    private static final Path IMAGE = Path.of("../images/target/cleave.img");
    private static final String KERNEL = "../guest-os/target/kernel-checked.elf";
    private static final int SECONDS_MAX = 300;
    private static final String PROMPT = "expect \":/# \"\n";

    @TempDir
    Path folder;

    private Path image;

    @BeforeEach
    void copyImage() throws Exception {
        image = Files.copy(IMAGE, folder.resolve("disk.img"));
    }

    /** Boots, holds the conversation, and wants it to end by itself and the disk to be sound. */
    private Run talk(String steps) throws Exception {
        Path script = Files.writeString(folder.resolve("talk.expect"),
                "timeout 600s\nfail \"kernel panic\"\n" + PROMPT + steps);
        Run run = Run.cleave(SECONDS_MAX, "boot", "--quiet", "--expect", script.toString(),
                "-kernel", KERNEL, "-drive", "file=" + image + ",format=raw,if=none,id=d",
                "-device", "virtio-blk-device,drive=d");
        assertEquals(0, run.exitCode(), run.toString());
        Peer.need("e2fsck", "e2fsprogs");
        Run check = new Run.Command(SECONDS_MAX, "e2fsck", "-fn", image.toString()).run();
        assertEquals(0, check.exitCode(), check.toString());
        return run;
    }

    private static String typed(String command) {
        return "send \"" + command + "\\n\"\n";
    }

    @Test
    void shellOfTheConsoleIsStartedAgain() throws Exception {
        talk(typed("cd /tmp; echo pid $$") + "expect /^pid \\d+\\r?$/\n" + typed("exit 3")
                + PROMPT + typed("kill -KILL $$") + PROMPT + typed("ps -e -o ppid,comm")
                + "expect /^ *1 -?sh\\r?$/\n" + PROMPT + typed("poweroff") + "exit 0\n");
    }

    @Test
    void orphansAreWaitedFor() throws Exception {
        talk(typed("(sh -c 'echo orphan of $PPID' & ) ; sleep 1; ps -e -o stat,comm | grep -c Z")
                + "expect /^orphan of/\nexpect /^0\\r?$/\n" + PROMPT
                + typed("poweroff") + "exit 0\n");
    }

    /** SIGUSR2 is the order to power off; what was written last is on the disk. */
    @Test
    void signalsEndTheSystemInOrder() throws Exception {
        Run run = talk(typed("echo kept > /kept; sleep 1000 & kill -USR2 1")
                + "expect \"init: powering off\"\nexit 0\n");
        assertTrue(run.out().contains("init: powering off"), run.toString());
        Run kept = new Run.Command(SECONDS_MAX, "debugfs", "-R", "cat /kept",
                image.toString()).run();
        assertEquals("kept\n", kept.out(), kept.toString());
    }

    @Test
    void scriptIsRunBeforeTheFirstPrompt() throws Exception {
        talk(typed("echo 'echo script says hello' >> /etc/rc; poweroff")
                + "exit 0\n");
        Run second = talk(typed("poweroff") + "exit 0\n");
        int said = second.out().indexOf("script says hello");
        assertTrue(said >= 0 && said < second.out().indexOf(":/# "), second.toString());
    }

    @Test
    void forkBombMeetsItsLimitAndLeavesNothingBehind() throws Exception {
        talk(typed("forkbomb 64") + "expect \"64 processes, with this one, and no more\"\n"
                + "expect \"fork works again: yes\"\n" + PROMPT
                + typed("sleep 1; ps -e -o stat,comm | grep -c forkbomb")
                + "expect /^0\\r?$/\n" + PROMPT + typed("head -n 1 /proc/sys/debug/audit")
                + "expect /^wrong 0\\r?$/\n" + PROMPT + typed("usertests F4")
                + "expect \"1 run, 0 failed\"\n" + PROMPT + typed("poweroff") + "exit 0\n");
    }
}

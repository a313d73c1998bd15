package cleave.guestos.user.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our shell on a terminal: job control, the keys, and what they mean. */
class InteractiveTest {
    private static final String CTRL_A = "\u0001";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_K = "\u000b";
    private static final String CTRL_R = "\u0012";
    private static final String CTRL_U = "\u0015";
    private static final String CTRL_W = "\u0017";
    private static final String CTRL_Z = "\u001a";
    private static final String ESCAPE = "\u001b";

    private static final int ROUNDS = 25;
    private static final int SPREAD_NS = 8_000_000;

    @TempDir
    static Path folder;

    private static Shells shells;
    private Path home;

    @BeforeAll
    static void makeShell() throws IOException {
        shells = new Shells(folder);
    }

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createTempDirectory(folder, "home");
    }

    private Session session() throws IOException {
        return new Session(shells.elf(), home, "");
    }

    @Test
    void stoppedJobsGoOnInBackgroundAndForeground() throws Exception {
        try (Session session = session()) {
            String job = "(echo up; sleep 100)";
            session.command(job).see("up\r\n").type(CTRL_Z)
                    .see("[1]+ Stopped                 " + job);
            session.command("echo $?").see("148\r\n");
            session.command("jobs").see("[1]+ Stopped                 " + job);
            session.command("bg").see("[1] " + job);
            session.command("jobs").see("[1]+ Running                 " + job);
            session.command("fg").see(job + "\r\n").type(CTRL_C);
            session.command("echo $?").see("130\r\n");
            session.command("jobs; echo none").see("none\r\n");
            session.command("exit 7");
            assertEquals(7, session.end());
        }
    }

    @Test
    void jobsInTheBackgroundAreToldWhenTheyEnd() throws Exception {
        try (Session session = session()) {
            session.command("sleep 0.1 &").see("[1] ");
            session.command("wait");
            session.command("sleep 0 &").see("[1] ").enterUntil("[1]+ Done");
            session.command("sleep 50 & sleep 60 &").see("[1] ").see("[2] ");
            session.command("jobs").see("[1]- Running").see("[2]+ Running");
            session.command("kill %1; wait %1; kill %2; wait");
            session.command("(exit 3) &").see("[1] ").enterUntil("Done(3)");
            session.command("sleep 70 | (echo up >&2; sleep 80)").see("up\r\n").type(CTRL_Z)
                    .see("[1]+ Stopped                 sleep 70 | (echo up >&2; sleep 80)");
            session.command("kill %sleep").enterUntil("Terminated");
            session.see("ready> ").type(CTRL_D);
            assertEquals(0, session.end());
        }
    }

    @Test
    void interruptsEndWhatRunsButNotTheShell() throws Exception {
        try (Session session = session()) {
            session.command("while :; do :; done").type(CTRL_C);
            session.command("echo $?").see("130\r\n");
            session.command("while :; do echo up; sleep 1; done").see("up\r\n").type(CTRL_C);
            session.command("(while :; do echo up; sleep 1; done)").see("up\r\n").type(CTRL_C);
            session.see("ready> ").type("half a line" + CTRL_C).see("^C");
            session.command("if").see("> ").type(CTRL_C).see("^C");
            session.command("read x").type(CTRL_C);
            session.command("trap 'echo caught' INT; kill -INT $$").see("caught");
            session.command("trap - INT; kill -TERM $$; echo alive").see("alive\r\n");
            session.command("nosuchcommand").see("sh.elf: nosuchcommand: not found\r\n");
            session.command("echo ${unset?gone}; echo not").see("gone\r\n");
            session.command("exit");
            assertEquals(2, session.end());
        }
    }

    /** A signal between the shell's last look and the call that sleeps was slept over, once. */
    @Test
    void interruptsAtAnyMomentEndWhatWaits() throws Exception {
        Random random = new Random(4);
        try (Session session = session()) {
            session.command("mkfifo fifo; sleep 1000 &").see("[1] ");
            for (int i = 0; i < ROUNDS; i++) {
                for (String waits : List.of("read x", "read x <fifo", "wait")) {
                    session.command(waits);
                    // Not to wait for something: the moments are to be all over the place.
                    LockSupport.parkNanos(random.nextInt(SPREAD_NS));
                    session.type(CTRL_C);
                }
            }
            session.command("kill %1; wait; exit 5");
            assertEquals(5, session.end());
        }
    }

    @Test
    void whatIsTypedAheadIsForTheCommandThatReads() throws Exception {
        try (Session session = session()) {
            for (int i = 0; i < ROUNDS; i++) {
                session.see("ready> ").type("read x; read y; echo \"<$x-$y>\"\rahead" + i
                        + "\rof time\r").see("<ahead" + i + "-of time>");
            }
            session.command("exit");
            assertEquals(0, session.end());
        }
    }

    @Test
    void endsAreWarnedOfAndJobsToldAtOnceWhereThatIsWanted() throws Exception {
        try (Session session = session()) {
            session.command("(echo up; sleep 100)").see("up\r\n").type(CTRL_Z).see("Stopped");
            session.command("exit").see("You have stopped jobs.\r\n");
            session.see("ready> ").type("kill %1; wait\r");
            session.command("set -o ignoreeof").see("ready> ").type(CTRL_D)
                    .see("Use \"exit\" to leave shell.");
            session.command("set +o ignoreeof -b; mkfifo go; read x <go &").see("ready> ")
                    .type("half").see("half");
            Files.writeString(home.resolve("go"), "now\n");
            session.see("Done").see("half");
            session.type(CTRL_U + "exit 4\r");
            assertEquals(4, session.end());
        }
    }

    @Test
    void keysEditTheLine() throws Exception {
        try (Session session = session()) {
            String left = ESCAPE + "[D";
            session.see("ready> ").type("echo abc" + left + left + "X\r").see("\naXbc\r\n");
            session.see("ready> ").type("cho one" + CTRL_A + "e\r").see("\none\r\n");
            session.see("ready> ").type("wrong" + CTRL_U + "echo two three" + CTRL_W + "four\r")
                    .see("\ntwo four\r\n");
            session.see("ready> ").type("echo five six" + ESCAPE + "[H"
                    + (ESCAPE + "[C").repeat(9) + CTRL_K + "\r").see("\nfive\r\n");
            session.see("ready> ").type("echo 12\u007f3" + ESCAPE + "OH" + ESCAPE + "[F4\r")
                    .see("\n134\r\n");
            session.see("ready> ").type("echo " + "long ".repeat(40) + CTRL_A + ESCAPE + "[3~"
                    + "e\r").see("\nlong long");
            session.command("exit");
            assertEquals(0, session.end());
        }
    }

    @Test
    void linesComeBackFromTheHistory() throws Exception {
        try (Session session = session()) {
            session.command("echo first");
            session.command("echo second");
            session.see("ready> ").type(ESCAPE + "[A" + ESCAPE + "[A\r").see("\nfirst\r\n");
            session.see("ready> ").type(CTRL_R + "sec\r").see("\nsecond\r\n");
            session.see("ready> ").type("draft" + ESCAPE + "[A" + ESCAPE + "[B" + CTRL_U
                    + "echo $?\r").see("\n0\r\n");
            session.command("exit");
            assertEquals(0, session.end());
        }
        assertEquals("echo first\necho second\necho first\necho second\necho $?\nexit\n",
                Files.readString(home.resolve(".sh_history")));
        try (Session session = session()) {
            session.see("ready> ").type(ESCAPE + "[A" + ESCAPE + "[A\r").see("\n0\r\n");
            session.command("history").see("    2  echo second\r\n").see("    7  echo $?\r\n");
            session.command("exit");
            assertEquals(0, session.end());
        }
    }

    @Test
    void tabCompletesCommandsAndFiles() throws Exception {
        Files.writeString(home.resolve("some file"), "contents\n");
        Files.createDirectory(home.resolve("somewhere"));
        Files.writeString(home.resolve("somewhere/else"), "inner\n");
        try (Session session = session()) {
            session.see("ready> ").type("cat some\t\t").see("some file   somewhere/\r\n")
                    .type(" \u007fw\tel\t\r").see("\ninner\r\n");
            session.see("ready> ").type("cat some\\ \t\r").see("\ncontents\r\n");
            session.see("ready> ").type("ech\tword\r").see("\nword\r\n");
            session.see("ready> ").type("true; unal\t-a; ech\tx\r").see("\nx\r\n");
            session.see("ready> ").type("cat ~/somew\te\t\r").see("\ninner\r\n");
            session.command("exit");
            assertEquals(0, session.end());
        }
    }

    @Test
    void loginShellsReadTheirProfile() throws Exception {
        Files.writeString(home.resolve(".profile"),
                "ENV=~/rc; export ENV; profile=read; PS1='ready> '\n");
        Files.writeString(home.resolve("rc"), "echo rc and profile $profile\n");
        try (Session session = new Session(shells.elf(), home, "-l")) {
            session.see("rc and profile read\r\n");
            session.command("echo $-").see("ims\r\n");
            session.see("ready> ").type("PS1='\\w \\$ '; cd /usr\r").see("/usr ").type("exit\r");
            assertEquals(0, session.end());
        }
    }
}

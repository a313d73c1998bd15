package cleave.emulator.cli;

import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import cleave.toolchain.asm.Label;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pipes and files on standard input do. */
class ConsoleInputTest {
    @TempDir
    Path folder;
    private Cli cli;
    private String sleeping;
    private String polling;

    @BeforeEach
    void setUp() throws Exception {
        cli = new Cli(folder);
        sleeping = cli.machineProgram("sleeping.elf", TestGuest::sleepingEcho);
        polling = cli.machineProgram("polling.elf", TestGuest::pollingEcho);
    }

    @Test
    void pipedLinesReachSleepingAndPollingGuests() {
        for (String guest : new String[] {sleeping, polling}) {
            assertEquals(new Cli.Result(0, "> one\n> two\n> q", ""),
                    cli.runWith("one\ntwo\nq", "boot", "--quiet", guest));
        }
    }

    @Test
    void inputThatComesBeforeTheGuestListensIsNotLost() throws Exception {
        // Clears its receiver after a while, as kernels do when they open their console.
        String late = cli.machineProgram("late.elf", a -> {
            a.li(T0, 0x1000_0000);
            a.li(T1, 100_000);
            Label again = a.here("again");
            a.addi(T1, T1, -1);
            a.bnez(T1, again);
            for (int i = 0; i < 10; i++) {
                a.lbu(T2, T0, 5);
                a.lbu(T2, T0, 0);
            }
            a.li(T1, 7);
            a.sb(T1, T0, 2);
            TestGuest.sleepingEcho(a);
        });
        assertEquals(new Cli.Result(0, "> all that\n> q", ""),
                cli.runWith("all that\nq", "boot", "--quiet", late));
    }

    @Test
    void endOfInputEndsTheRunOfAGuestThatSleepsForMore() {
        assertEquals(new Cli.Result(0, "> one\n> ",
                "cleave: the input has ended, and the guest waits for more\n"),
                cli.runWith("one\n", "boot", "--quiet", sleeping));
    }

    @Test
    void guestThatSleepsForInputWhenThereIsNoneAtAllIsStuck() {
        assertEquals(new Cli.Result(126, "> ", "cleave: the guest sleeps until somebody types, and "
                + "standard input is empty\n"), cli.runWith("", "boot", "--quiet", sleeping));
    }

    @Test
    void escapesInAPipeWaitForTheirTurn() {
        assertEquals(new Cli.Result(0, "> one\n> ", ""),
                cli.runWith("one\n\001xnever", "boot", "--quiet", sleeping));
        assertEquals(new Cli.Result(0, "> \001\n> q", ""),
                cli.runWith("\001\001\nq", "boot", "--quiet", polling));
        assertEquals(new Cli.Result(0, "> \001xq", ""),
                cli.runWith("\001xq", "boot", "--quiet", "-serial", "stdio", sleeping));
    }

    @Test
    void monitorInAPipeReadsItsLinesAndGoesOn() {
        Cli.Result result = cli.runWith("one\n\001cp 6*7\nx/1i 0x80000000\nc\ntwo\nq", "boot",
                "--quiet", sleeping);
        assertEquals(0, result.code());
        String[] lines = result.out().split("\n");
        assertEquals("> one", lines[0]);
        assertEquals("The guest stands still; help lists the commands, c goes on.", lines[2]);
        assertEquals("(cleave) 0x2a", lines[3]);
        assertTrue(lines[4].contains("<_start>"), lines[4]);
        assertEquals("(cleave) two", lines[5]);
    }

    @Test
    void completePipeAndFileGiveTheSameRunEveryTime() throws Exception {
        String text = "one\ntwo\nthree\nf";
        String json = "--json";
        Cli.Result first = cli.runWith(text, "boot", json, sleeping);
        assertEquals(7, first.code());
        for (int i = 0; i < 3; i++) {
            assertEquals(first, cli.runWith(text, "boot", json, sleeping));
            try (InputStream file = new FileInputStream(cli.file("input", text))) {
                assertEquals(first, cli.runWith(file, "boot", json, sleeping));
            }
        }
    }

    @Test
    void livePipeCanBeAnsweredPromptByPrompt() throws Exception {
        PipedOutputStream typist = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(typist);
        Thread thread = new Thread(() -> {
            try {
                for (String text : new String[] {"slow\n", "q"}) {
                    Thread.sleep(300);
                    typist.write(text.getBytes(StandardCharsets.US_ASCII));
                    typist.flush();
                }
                typist.close();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        assertEquals(new Cli.Result(0, "> slow\n> q", ""),
                cli.runWith(input, "boot", "--quiet", sleeping));
        thread.join();
    }

    @Test
    void serialLineCanGoToAFileOrNowhere() throws Exception {
        String hello = cli.machineProgram("hello.elf", TestGuest.hello(0));
        assertEquals(new Cli.Result(0, "", ""), cli.run("boot", "--quiet", "-serial",
                "file:" + cli.path("console.txt"), hello));
        assertEquals("hello\n", Files.readString(folder.resolve("console.txt")));
        for (String nowhere : new String[] {"null", "none"}) {
            assertEquals(new Cli.Result(0, "", ""),
                    cli.run("boot", "--quiet", "-serial", nowhere, hello));
        }
    }
}

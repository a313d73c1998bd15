package cleave.emulator.cli;

import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import cleave.toolchain.asm.Label;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract about exit codes, as the help page states it. */
class ExitCodeTest {
    @TempDir
    Path folder;
    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    @Test
    void guestsOwnCodeComesThroughFromTheTestFinisher() throws Exception {
        assertEquals(new Cli.Result(0, "hello\n", ""),
                cli.run("boot", "--quiet", cli.machineProgram("a.elf", TestGuest.hello(0))));
        assertEquals(new Cli.Result(42, "hello\n", ""),
                cli.run("boot", "--quiet", cli.machineProgram("a.elf", TestGuest.hello(42))));
    }

    @Test
    void guestsOwnCodeComesThroughFromHtif() throws Exception {
        assertEquals(new Cli.Result(0, "", ""),
                cli.run("run", "--quiet", cli.machineProgram("a.elf", TestGuest.htif(0))));
        assertEquals(new Cli.Result(7, "", ""),
                cli.run("run", "--quiet", cli.machineProgram("a.elf", TestGuest.htif(7))));
    }

    @Test
    void codeThatDoesNotFitIntoAByteNeverLooksLikeSuccess() throws Exception {
        assertEquals(new Cli.Result(255, "", "cleave: the guest's exit code is 256, and becomes "
                + "255\n"), cli.run("run", "--quiet",
                cli.machineProgram("a.elf", TestGuest.htif(256))));
    }

    @Test
    void supervisorEndsThroughTheBuiltInFirmware() throws Exception {
        String kernel = cli.file("s.elf",
                TestGuest.elf(TestGuest.SUPERVISOR_START, TestGuest::supervisorHello));
        assertEquals(new Cli.Result(0, "super\n", ""), cli.run("boot", "--quiet", kernel));
    }

    @Test
    void badCommandLineIs2() {
        assertEquals(2, cli.run().code());
        assertEquals(2, cli.run("boot", "--nonsense").code());
        assertEquals(2, cli.run("boot", cli.path("nowhere.elf")).code());
        assertEquals(2, cli.run("fly").code());
    }

    @Test
    void limitOfCyclesIs124() throws Exception {
        String loop = cli.machineProgram("loop.elf", a -> {
            Label here = a.here("here");
            a.nop();
            a.j(here);
        });
        assertEquals(new Cli.Result(124, "", "cleave: the limit of cycles is reached "
                + "(--max-cycles)\n"), cli.run("run", "--quiet", "--max-cycles", "1000", loop));
        assertEquals(new Cli.Result(124, "", "cleave: the time is over (--max-seconds)\n"),
                cli.run("run", "--quiet", "--max-seconds", "0", loop));
    }

    @Test
    void stuckGuestIs126WithDiagnosisRegistersAndTheLastInstructions() throws Exception {
        String stuck = cli.machineProgram("stuck.elf", a -> {
            a.nop();
            a.nop();
            a.insn(0);
        });
        Cli.Result result = cli.run("run", "--quiet", stuck);
        assertEquals(126, result.code());
        assertTrue(result.err().contains("the trap handler itself traps"), result.err());
        assertTrue(result.err().contains("<_start"), result.err());
        assertTrue(result.err().contains("Registers:\n  pc "), result.err());
        assertTrue(result.err().contains("The last instructions:\n"), result.err());
    }

    @Test
    void ownFaultIs125AndNeverAStackTrace() throws Exception {
        String program = cli.machineProgram("a.elf", TestGuest.hello(0));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) {
                throw new IllegalStateException("made for this test");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path trace = folder.resolve("trace.txt");
        String[] words = {"boot", "--seed", "99", "--debug", trace.toString(), program};
        int code = Main.run(List.of(words), new Streams(new ByteArrayInputStream(new byte[0]),
                broken, new PrintStream(err, true, StandardCharsets.UTF_8), false),
                Optional.empty());
        String text = err.toString(StandardCharsets.UTF_8);
        assertEquals(125, code);
        assertTrue(text.contains("cleave: this is a fault of Cleave, not of your guest: "
                + "java.lang.IllegalStateException: made for this test at "), text);
        assertTrue(text.contains("  command: cleave boot --seed 99 --debug"), text);
        assertTrue(text.contains("  seed: 99\n"), text);
        assertTrue(text.contains("  details: in " + trace), text);
        assertFalse(text.contains("\tat "), text);
        assertTrue(Files.readString(trace).contains("\tat "), "the file has the stack trace");
    }

    @Test
    void readerThatHasGoneEndsTheRunQuietly() throws Exception {
        String program = cli.machineProgram("a.elf", a -> {
            Label again = a.here("again");
            TestGuest.print(a, "y\n");
            a.j(again);
        });
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(List.of("boot", "--quiet", program), new Streams(
                new ByteArrayInputStream(new byte[0]), gone, new PrintStream(err), false),
                Optional.empty());
        assertEquals(141, code);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void resetEndsTheRunWithNoReboot() throws Exception {
        String program = cli.machineProgram("reset.elf", a -> {
            TestGuest.print(a, "r");
            a.li(T0, 0x10_0000);
            a.li(T1, 0x7777);
            a.sw(T1, T0, 0);
            TestGuest.stay(a);
        });
        assertEquals(new Cli.Result(0, "r", ""), cli.run("boot", "--quiet", "-no-reboot", program));
        Cli.Result again = cli.run("boot", "--quiet", "--max-cycles", "1000", program);
        assertEquals(124, again.code());
        assertTrue(again.out().startsWith("rrr"), again.out());
    }
}

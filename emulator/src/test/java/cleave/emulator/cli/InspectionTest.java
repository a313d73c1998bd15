package cleave.emulator.cli;

import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that look inside: traces, logs, explanations, GDB, JSON. */
class InspectionTest {
    @TempDir
    Path folder;
    private Cli cli;
    private String kernel;

    @BeforeEach
    void setUp() throws Exception {
        cli = new Cli(folder);
        kernel = cli.file("s.elf",
                TestGuest.elf(TestGuest.SUPERVISOR_START, TestGuest::supervisorHello));
    }

    private static List<String> lines(Cli.Result result) {
        return result.err().lines().toList();
    }

    @Test
    void traceShowsWhatIsExecuted() {
        Cli.Result result = cli.run("boot", "--quiet", "--trace", "--trace-cycles", "2", kernel);
        assertEquals(List.of("insn 0 S 80400000 _start li a7,1 ; a7=00000001",
                "insn 1 S 80400004 _start+0x4 li a0,115 ; a0=00000073"), lines(result));
        assertEquals("super\n", result.out());
    }

    @Test
    void traceIsNarrowedByEventModeRangeAndFormat() throws Exception {
        assertEquals("", cli.run("boot", "--quiet", "--trace", "--trace-mode", "MU", kernel).err());
        Cli.Result traps = cli.run("boot", "--quiet", "--trace=traps", kernel);
        assertEquals(7, lines(traps).size());
        assertTrue(lines(traps).get(0).startsWith("trap 2 S 80400008 _start+0x8 "
                + "environment_call_from_s tval=00000000 to S 8040000c"), traps.err());
        Cli.Result range = cli.run("boot", "--quiet", "--trace", "--trace-range",
                "0x80400004..0x80400007", "--trace-format", "spike", kernel);
        assertEquals("core   0: 1 0x80400004 (0x07300513) x10 0x00000073\n", range.err());
        Path file = folder.resolve("trace.txt");
        assertEquals("", cli.run("boot", "--quiet", "--trace", "--trace-range", "_start",
                "--trace-file", file.toString(), kernel).err());
        assertTrue(Files.readString(file).startsWith("insn 0 S 80400000 _start li a7,1"));
    }

    @Test
    void nonsenseInTraceOptionsIsRefusedBeforeAnythingRuns() {
        String end = "\nTry: cleave help boot\n";
        assertEquals("cleave: --trace-mode without --trace" + end,
                cli.run("boot", "--trace-mode", "M", kernel).err());
        assertEquals("cleave: --trace=x: a trace shows insn, traps, csr and mmio, not 'x'" + end,
                cli.run("boot", "--trace=x", kernel).err());
        assertEquals("cleave: --trace-mode Q: modes are M, S and U" + end,
                cli.run("boot", "--trace", "--trace-mode", "Q", kernel).err());
        assertEquals("cleave: --trace-range here: it is a function of the program, or looks like "
                + "0x80000000..0x80000fff" + end,
                cli.run("boot", "--trace", "--trace-range", "here", kernel).err());
        assertEquals("cleave: --trace-format spike has lines for insn and traps only" + end,
                cli.run("boot", "--trace=csr", "--trace-format", "spike", kernel).err());
    }

    @Test
    void logOfTrapsAndOfGuestErrorsGoesWhereOneSays() throws Exception {
        String program = cli.machineProgram("wrong.elf", a -> {
            a.li(T0, 0x10_0000);
            a.li(T1, 0x1111);
            a.sw(T1, T0, 0);
            TestGuest.exit(a, 0);
        });
        assertEquals("test: store of 0x1111 at offset 0x0 is no command: ignored (at 0x8000000c "
                + "<_start+0xc>)\n", cli.run("run", "--quiet", "-d", "guest_errors", program)
                .err());
        assertEquals("", cli.run("run", "--quiet", "-d", "int", program).err());
        Path file = folder.resolve("log.txt");
        assertEquals("", cli.run("boot", "--quiet", "-d", "int", "-D", file.toString(),
                kernel).err());
        assertTrue(Files.readString(file).startsWith("trap: hart 0, exception 9, epc 0x80400008 "
                + "<_start+0x8>, tval 0x00000000: environment call from S-mode\n"));
        assertEquals("cleave: -D without -d: say what to log, -d guest_errors,int\n"
                + "Try: cleave help boot\n", cli.run("boot", "-D", "x", kernel).err());
    }

    @Test
    void explanationTellsWhyATrapWasTaken() throws Exception {
        String program = cli.machineProgram("fault.elf", a -> {
            a.lw(T0, ZERO, 0x40);
            TestGuest.exit(a, 0);
        });
        Cli.Result result = cli.run("run", "--quiet", "--explain", program);
        assertEquals(126, result.code());
        assertTrue(result.err().startsWith("trap: load access fault in M-mode at cycle 6\n"),
                result.err());
        assertTrue(result.err().contains("_start>: lw t0,64(zero)"), result.err());
        assertEquals("", cli.run("boot", "--quiet", "--explain", kernel).err());
        assertTrue(cli.run("boot", "--quiet", "--explain=all", kernel).err()
                .contains("environment call from S-mode"));
    }

    @Test
    void portOfGdbThatIsTakenNamesTheCure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Cli.Result result = cli.run("boot", "--quiet", "-gdb", "tcp::" + taken.getLocalPort(),
                    kernel);
            assertEquals(2, result.code());
            assertTrue(result.err().startsWith("cleave: GDB's port " + taken.getLocalPort()
                    + " cannot be had (") && result.err().endsWith(
                    "): give another, -gdb tcp::PORT\n"), result.err());
        }
        assertEquals("cleave: -gdb 1234: it looks like tcp::1234 or tcp:127.0.0.1:1234\n"
                + "Try: cleave help boot\n", cli.run("boot", "-gdb", "1234", kernel).err());
    }

    @Test
    void guestRunsWhileNoGdbIsConnectedAndStandsWithS() {
        assertEquals(new Cli.Result(0, "super\n", ""),
                cli.run("boot", "--quiet", "-gdb", "tcp::0", kernel));
        assertEquals(new Cli.Result(124, "", "cleave: the time is over (--max-seconds)\n"),
                cli.run("boot", "--quiet", "-gdb", "tcp::0", "-S", "--max-seconds", "1", kernel));
    }

    @Test
    void monitorIsFirstWithSButWithoutGdb() {
        Cli.Result result = cli.runWith("p $pc\nc\n", "boot", "--quiet", "-S", kernel);
        assertEquals(0, result.code());
        assertTrue(result.out().contains("(cleave) 0x80400000\n(cleave) super\n"), result.out());
        assertEquals(0, cli.runWith("quit\n", "boot", "--quiet", "-S", kernel).code());
    }

    @Test
    void statisticsAreToldOnlyWhenAskedFor() throws Exception {
        String program = cli.machineProgram("seven.elf", a -> TestGuest.exit(a, 7));
        Cli.Result asked = cli.run("run", "--stats", "--json", program);
        assertTrue(asked.err().contains("regions.made"), asked.err());
        assertTrue(asked.out().contains("\"stats\":{\"time.nanoseconds\":"), asked.out());
        assertTrue(asked.out().contains("\"instructions.translated\":0,"), asked.out());
        assertTrue(asked.out().contains("\"jvm.metaspaceBytes\":"), asked.out());
        Cli.Result interpreted = cli.run("run", "--stats", "--engine", "interpreter", program);
        assertTrue(interpreted.err().contains("interpreter.blocksDecoded"), interpreted.err());
        assertFalse(interpreted.err().contains("regions.made"), interpreted.err());
        Cli.Result silent = cli.run("run", "--json", program);
        assertFalse(silent.err().contains("regions") || silent.out().contains("stats"),
                silent.err() + silent.out());
    }

    @Test
    void jsonTellsTheResultOnTheLastLineOrInAFile() throws Exception {
        String program = cli.machineProgram("seven.elf", a -> {
            TestGuest.print(a, "x");
            TestGuest.exit(a, 7);
        });
        Cli.Result result = cli.run("run", "--json", program);
        String[] out = result.out().split("\n");
        assertEquals("x", out[0]);
        assertTrue(out[1].startsWith("{\"schema\":\"cleave-result/1\",\"version\":"), out[1]);
        assertTrue(out[1].contains("\"stop\":\"exited\",\"exitCode\":7,\"message\":null,"), out[1]);
        assertTrue(out[1].contains("\"registers\":{\"pc\":\"0x8000"), out[1]);
        assertEquals(2, out.length);
        Path file = folder.resolve("result.json");
        assertEquals("x", cli.run("run", "--json=" + file, program).out());
        assertEquals(out[1] + "\n", Files.readString(file).replace(folder + "/", ""));
    }

    @Test
    void jsonOfACrashHasDiagnosisAndHistory() throws Exception {
        String program = cli.machineProgram("stuck.elf", a -> a.insn(0));
        Cli.Result result = cli.run("run", "--json", program);
        assertTrue(result.out()
                .contains("\"stop\":\"stuck\",\"exitCode\":126,\"message\":\"the trap "
                + "handler itself traps"), result.out());
        assertTrue(result.out().contains("\"history\":[\""), result.out());
    }

    @Test
    void signatureIsWrittenInEachGranularity() throws Exception {
        String program = cli.machineProgram("sig.elf", TestGuest.htif(0));
        Path file = folder.resolve("signature");
        String[][] expected = {{"4", "00000001\ndeadbeef\n00000003\n"},
            {"8", "deadbeef00000001\n0000000000000003\n"},
            {"16", "0000000000000003deadbeef00000001\n"}};
        for (String[] pair : expected) {
            assertEquals(0, cli.run("run", "--quiet", "--signature", file.toString(),
                    "--signature-granularity", pair[0], program).code());
            assertEquals(pair[1], Files.readString(file));
        }
        assertEquals("cleave: s.elf has no symbol begin_signature, so there is no signature: run "
                + "it without --signature\n", cli.run("run", "--signature", "x", kernel).err());
        assertEquals("cleave: --signature-granularity without --signature FILE\n"
                + "Try: cleave help run\n",
                cli.run("run", "--signature-granularity", "8", program).err());
    }
}

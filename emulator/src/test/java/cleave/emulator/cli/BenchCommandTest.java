package cleave.emulator.cli;

import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.TestGuest;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cleave bench cow} with a guest that knows its lines by heart. */
class BenchCommandTest {
    private static final int UART = 0x1000_0000;

    @TempDir
    Path folder;
    private Cli cli;

    @BeforeEach
    void setUp() {
        cli = new Cli(folder);
    }

    /** Waits for a line feed. */
    private static void readLine(Assembler a) {
        Label wait = a.local("wait");
        a.li(S0, UART);
        a.bind(wait);
        a.lbu(T0, S0, 5);
        a.andi(T0, T0, 1);
        a.beq(T0, ZERO, wait);
        a.lbu(T0, S0, 0);
        a.li(T1, '\n');
        a.bne(T0, T1, wait);
    }

    private String guest(String results) throws Exception {
        return cli.machineProgram("guest.elf", a -> {
            TestGuest.print(a, "boot\nguest:/# ");
            readLine(a);
            TestGuest.print(a, "bench; echo bench has ended with $?\n" + results
                    + "bench has ended with 0\nguest:/# ");
            readLine(a);
            TestGuest.exit(a, 0);
        });
    }

    private static final String RESULTS = "null-call 120 instructions\nnull-call 130 cycles\n"
            + "a line of something else\ncow-fault-16 2200 instructions\n"
            + "cow-fault-1024 2100 instructions\ncow-fault-1024 2101 cycles\n";

    @Test
    void costsAreATable() throws Exception {
        Cli.Result result = cli.run("bench", "cow", guest(RESULTS));
        assertEquals("", result.err());
        assertEquals("""
                one operation                  instructions         cycles
                null-call                               120            130
                cow-fault-16                          2,200              -
                cow-fault-1024                        2,100          2,101
                """, result.out());
        assertEquals(0, result.code());
    }

    @Test
    void costsAreJsonAndAPage() throws Exception {
        Cli.Result result = cli.run("bench", "cow", "--json", "--html", cli.path("page.html"),
                guest(RESULTS));
        assertEquals("{\"benchmark\":\"cow\",\"image\":\"guest.elf\",\"costs\":["
                + "{\"name\":\"null-call\",\"instructions\":120,\"cycles\":130},"
                + "{\"name\":\"cow-fault-16\",\"instructions\":2200,\"cycles\":-1},"
                + "{\"name\":\"cow-fault-1024\",\"instructions\":2100,\"cycles\":2101}]}\n",
                result.out());
        String page = Files.readString(folder.resolve("page.html"));
        assertTrue(page.contains("cow-fault: instructions by pages"), page);
        assertTrue(page.contains("<td>null-call</td><td>120</td><td>130</td>"), page);
        assertTrue(!page.contains("http"), "the page needs something else");
    }

    @Test
    void guestThatMeasuresNothingIsSaidToHave() throws Exception {
        Cli.Result result = cli.run("bench", "cow", guest("sh: bench: not found\n"));
        assertEquals(2, result.code());
        assertTrue(result.err().contains("sh: bench: not found\n"), result.err());
        assertTrue(result.err().contains("guest.elf has measured nothing"), result.err());
    }

    @Test
    void guestWithoutAShellIsSaidToHaveNone() throws Exception {
        String hello = cli.machineProgram("hello.elf", TestGuest.hello(0));
        Cli.Result result = cli.run("bench", "cow", hello);
        assertEquals(2, result.code());
        assertTrue(result.err().contains("hello.elf could not be measured"), result.err());
        assertEquals(2, cli.run("bench").code());
        assertTrue(cli.run("bench", "pipes").err().contains("bench what? cleave bench cow"));
    }
}

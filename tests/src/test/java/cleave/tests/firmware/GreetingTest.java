package cleave.tests.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.guestos.build.GreetingProgram;
import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The greeting, here and on QEMU. */
class GreetingTest {
    private static final long RAM = 0x8000_0000L;
    private static final String GREETING = """
            Cleave: a RISC-V RV32 computer.
            This is a bare-metal program in machine mode: it echoes every line you type.
            Type exit or press Ctrl-D to switch the machine off.
            > \
            """;

    private final StringBuilder output = new StringBuilder();
    private final Deque<Integer> input = new ArrayDeque<>();
    private final Machine machine = machine();

    private Machine machine() {
        byte[] program = GreetingProgram.build().assembly().flat();
        Machine made = Machine.builder().memory(1 << 20).serial(new ConsolePort() {
            @Override
            public void put(int value) {
                output.append((char) value);
            }

            @Override
            public int take() {
                return hasInput() ? input.remove() : -1;
            }

            @Override
            public boolean hasInput() {
                return !input.isEmpty();
            }
        }).build();
        made.addBootAction(() -> {
            made.memory().load(RAM, program, 0, program.length);
            made.hart().pc = (int) RAM;
        });
        return made;
    }

    private StopReason type(String text) {
        text.chars().forEach(input::add);
        return machine.run(1_000_000_000);
    }

    private String console() {
        return output.toString().replace("\r\n", "\n");
    }

    @Test
    void linesAreEchoedAndExitSwitchesOff() {
        assertEquals(new StopReason.Exited(0), type("hello\rexi\rexit\r"));
        assertEquals(GREETING + "hello\nhello\n> exi\nexi\n> exit\nbye\n", console());
    }

    @Test
    void controlDSwitchesOff() {
        assertEquals(new StopReason.Exited(0), type("abc\4"));
        assertEquals(GREETING + "abcbye\n", console());
    }

    @Test
    void backspaceTakesBackAndOtherControlCharactersAreIgnored() {
        assertEquals(new StopReason.Exited(0), type("\b\33fox\b\177\1ar\nexit\n"));
        assertEquals(GREETING + "fox\b \b\b \bar\nfar\n> exit\nbye\n", console());
    }

    @Test
    void lineThatIsTooLongRingsTheBell() {
        assertEquals(new StopReason.Exited(0), type("x".repeat(257) + "\rexit\r"));
        String full = "x".repeat(255);
        assertEquals(GREETING + full + "\7\7\n" + full + "\n> exit\nbye\n", console());
    }

    @Test
    void emptyLineOnlyPromptsAgain() {
        type("\r\r");
        assertEquals(GREETING + "\n> \n> ", console());
    }

    @Test
    void machineSleepsWhileNothingIsTyped() {
        assertInstanceOf(StopReason.CycleLimit.class, type(""));
        assertTrue(machine.hart().isWaiting());
        assertTrue(machine.hart().retired < 10_000, machine.hart().retired + " instructions");
        assertEquals(new StopReason.Exited(0), type("exit\r"));
    }

    @Test
    void trapEndsItWithCodeOne() {
        type("");
        machine.hart().pc = 0;
        assertEquals(new StopReason.Exited(1), type("x"));
        assertEquals(GREETING + "a trap that should not be: the machine is switched off\n",
                console());
    }

    @Test
    void greetingRunsOnQemu(@TempDir Path folder) throws Exception {
        Path program = Files.write(folder.resolve("greeting.elf"),
                GreetingProgram.build().elf());
        Path typed = Files.writeString(folder.resolve("input"), "hello\nexit\n");
        Run qemu = Peer.qemu(30, typed, "-bios", "none", "-kernel", program.toString());
        assertEquals(GREETING + "hello\nhello\n> exit\nbye\n", qemu.out());
        assertEquals(0, qemu.exitCode());
    }
}

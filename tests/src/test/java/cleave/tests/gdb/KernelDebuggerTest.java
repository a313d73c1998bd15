package cleave.tests.gdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.machine.Machine;
import cleave.tests.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The guest's kernel in GDB: its source, its structs, and its stack through a trap. */
class KernelDebuggerTest {
    private static final Path KERNEL =
            Path.of("../guest-os/target/kernel.elf").toAbsolutePath().normalize();
    private static final String IMAGE = "../images/target/cleave.img";
    private static final Path FORK = Path.of("../guest-os/src/main/java/cleave/guestos/kernel/"
            + "process/Fork.java");
    private static final int MEMORY = 128 << 20;

    /** The kernel with the default image as its RAM disk. */
    private static Machine machine() throws Exception {
        Machine machine = Machine.builder().memory(MEMORY).build();
        BootPlanner.plan(new BootRequest(Optional.of(KERNEL.toString()),
                new BootRequest.Firmware.Automatic(), Optional.of(IMAGE), Optional.empty(),
                Optional.empty(), List.of()), machine).attach(machine);
        return machine;
    }

    private static int lineOfTheCopy() throws Exception {
        List<String> lines = Files.readAllLines(FORK);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("Mappings.fork(")) {
                return i + 1;
            }
        }
        throw new AssertionError(FORK + " does not copy an address space any more");
    }

    @Test
    void aBreakpointInForkShowsTheProcessAndTheWayFromTheProgram() throws Exception {
        Peer.need("gdb-multiarch", "gdb-multiarch");
        int line = lineOfTheCopy();
        try (GdbRun run = new GdbRun(KERNEL, machine())) {
            String output = String.join("\n", run.gdb("break Fork.java:" + line, "continue",
                    "print self->pid", "print self->name", "print self->frame.a7", "backtrace",
                    "kill"));
            assertTrue(output.contains("Fork.java:" + line), output);
            assertTrue(output.contains("$1 = 1"), output);
            assertTrue(output.contains("$2 = \"init"), output);
            assertTrue(output.contains("$3 = 220"), output);
            assertTrue(output.contains("sys_clone"), output);
            assertTrue(output.matches("(?s).*#\\d+ +0x000[0-9a-f]{5} in \\?\\? \\(\\).*"),
                    "the caller is the program: " + output);
        }
    }
}

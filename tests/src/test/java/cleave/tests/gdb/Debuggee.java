package cleave.tests.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program that GDB is tried on, built by GCC with debug information. */
final class Debuggee {
    private Debuggee() {
    }

    /** Builds it in a folder; ends the test when there is no compiler. */
    static Path build(Path folder) throws Exception {
        Peer.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        copy("start.S", folder);
        copy("debuggee.c", folder);
        Path program = folder.resolve("debuggee.elf");
        Run run = new Run.Command(60, "riscv64-unknown-elf-gcc", "-g", "-O1", "-fno-builtin",
                "-march=rv32ima_zicsr", "-mabi=ilp32", "-nostdlib", "-static",
                "-Wl,-Ttext=0x80000000", "-Wl,-n", "-Wl,--no-relax", "-Wl,--build-id=none",
                "-o", program.toString(), folder.resolve("start.S").toString(),
                folder.resolve("debuggee.c").toString()).run();
        assertEquals(0, run.exitCode(), run.toString());
        return program;
    }

    private static void copy(String name, Path folder) throws IOException {
        try (InputStream in = Debuggee.class.getResourceAsStream(name)) {
            Files.copy(in, folder.resolve(name));
        }
    }
}

package cleave.toolchain.compiler.debuginfo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.Peer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GDB in batch mode at a program that QEMU runs, from its first instruction on. */
final class Debugger {
    private Debugger() {
    }

    /** A Linux process. */
    static String process(Path folder, Path program, String... commands)
            throws IOException, InterruptedException {
        Peer.of("qemu-riscv32", "qemu-user");
        int port = freePort();
        return debug(folder, program, port, List.of("qemu-riscv32", "-g", Integer.toString(port),
                program.toString()), commands);
    }

    /** A whole machine without firmware. */
    static String machine(Path folder, Path program, String... commands)
            throws IOException, InterruptedException {
        Peer.of("qemu-system-riscv32", "qemu-system-misc");
        int port = freePort();
        return debug(folder, program, port, List.of("qemu-system-riscv32", "-M", "virt",
                "-display", "none", "-serial", "none", "-monitor", "none", "-bios", "none",
                "-kernel", program.toString(), "-S", "-gdb", "tcp:localhost:" + port), commands);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static String debug(Path folder, Path program, int port, List<String> guest,
            String... commands) throws IOException, InterruptedException {
        Peer gdb = Peer.of("gdb-multiarch", "gdb-multiarch");
        Process process = new ProcessBuilder(guest).redirectErrorStream(true)
                .redirectOutput(folder.resolve("guest.txt").toFile()).start();
        try {
            List<String> arguments = new ArrayList<>(List.of("-batch", "-nx",
                    "-ex", "set tcp connect-timeout 30",
                    "-ex", "target remote localhost:" + port));
            for (String command : commands) {
                arguments.add("-ex");
                arguments.add(command);
            }
            arguments.add(program.toString());
            return gdb.run(folder, arguments.toArray(String[]::new)).stripTrailing();
        } finally {
            process.destroyForcibly();
            assertEquals(process, process.onExit().join());
        }
    }
}

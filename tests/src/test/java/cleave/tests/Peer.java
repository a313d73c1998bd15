package cleave.tests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program of Debian's that knows the truth independently of us. Without it a test is skipped and
 * says so; with the environment variable {@code CLEAVE_PEERS=required} it fails.
 */
public final class Peer {
    private Peer() {
    }

    /** Ends the test unless the program is on {@code PATH}. */
    public static void need(String program, String debianPackage) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        String reason = program + " is missing: apt-get install " + debianPackage;
        if ("required".equals(System.getenv("CLEAVE_PEERS"))) {
            fail(reason);
        }
        System.err.println("SKIPPED: " + reason);
        abort(reason);
    }

    /** QEMU's RV32 {@code virt} without a screen or input; the guest's exit code is QEMU's. */
    public static Run qemu(int secondsMax, String... arguments) throws Exception {
        return qemu(secondsMax, Run.NO_INPUT, arguments);
    }

    /** The same, with what is in the file {@code input} typed at the console. */
    public static Run qemu(int secondsMax, Path input, String... arguments) throws Exception {
        need("qemu-system-riscv32", "qemu-system-misc");
        Run.Command command = new Run.Command(secondsMax,
                "qemu-system-riscv32", "-M", "virt", "-nographic", "-no-reboot");
        return command.with(List.of(arguments)).run(input);
    }
}

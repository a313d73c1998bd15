package cleave.tests.firmware;

import cleave.guestos.firmware.Firmware;
import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * QEMU with the firmware in machine code, a kernel, and the kernel's input typed. Its time is that
 * of its instructions, so that a timer is not over before the kernel has looked.
 */
final class QemuRun {
    private static final int SECONDS_MAX = 300;

    private QemuRun() {
    }

    static Run of(Path folder, byte[] kernel, String... more) throws Exception {
        Path firmware = Files.write(folder.resolve("firmware.bin"), Firmware.assemble().flat());
        Path image = Files.write(folder.resolve("kernel.elf"), kernel);
        Path input = Files.writeString(folder.resolve("input"), SbiTestKernel.INPUT);
        List<String> arguments = new ArrayList<>(List.of("-m", "128M", "-icount",
                "shift=0", "-bios", firmware.toString(), "-kernel", image.toString()));
        arguments.addAll(List.of(more));
        return Peer.qemu(SECONDS_MAX, input, arguments.toArray(new String[0]));
    }
}

package cleave.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.device.DeviceScript.Result;
import cleave.emulator.device.DeviceScript.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** QEMU's {@code virt} as the oracle of device behaviour. */
public final class QemuPeer {
    private static final int SHOWN_MAX = 30;
    private static final String[] MACHINE = {
        "-M", "virt", "-m", "16M", "-icount", "shift=0", "-rtc", "clock=vm",
        "-display", "none", "-monitor", "none",
        "-serial", "stdio", "-bios"};

    private final Path folder;
    private final Peer qemu = Peer.of("qemu-system-riscv32", "qemu-system-misc");
    private final Path runner;

    /** Assembles the runner in {@code folder}. */
    public QemuPeer(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Peer gcc = Peer.of("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        Peer objcopy = Peer.of("riscv64-unknown-elf-objcopy", "binutils-riscv64-unknown-elf");
        Path source = folder.resolve("device-script.S");
        try (InputStream in = QemuPeer.class.getResourceAsStream("device-script.S")) {
            Files.write(source, in.readAllBytes());
        }
        gcc.run(folder, "-march=rv32ima_zicsr", "-mabi=ilp32", "-nostdlib",
                "-Wl,-Ttext=0x80000000", "-o", "device-script.elf", source.toString());
        runner = folder.resolve("device-script.bin");
        objcopy.run(folder, "-O", "binary", "device-script.elf", runner.toString());
    }

    /** Runs the script on QEMU with further arguments; answers a result for each step. */
    public List<Result> run(DeviceScript script, String... more)
            throws IOException, InterruptedException {
        Path steps = folder.resolve("steps.bin");
        ByteBuffer words = ByteBuffer.allocate((script.steps().size() + 1) * 12)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Step step : script.steps()) {
            words.putInt(step.operation().code).putInt(step.address()).putInt(step.value());
        }
        Files.write(steps, words.array());
        List<String> arguments = new ArrayList<>(List.of(MACHINE));
        arguments.add(runner.toString());
        arguments.add("-device");
        arguments.add("loader,file=" + steps + ",addr=0x80100000,force-raw=on");
        arguments.addAll(List.of(more));
        String output = qemu.run(folder, arguments.toArray(String[]::new));
        List<Result> results = new ArrayList<>();
        for (String line : output.substring(output.lastIndexOf('=') + 1).strip().split("\n")) {
            String[] fields = line.strip().split(" ");
            results.add(new Result(Integer.parseUnsignedInt(fields[0], 16),
                    Integer.parseUnsignedInt(fields[1], 16)));
        }
        assertEquals(script.steps().size(), results.size(), output);
        return results;
    }

    /** Compares step by step and shows the script before the first difference. */
    public static void assertSame(DeviceScript script, List<Result> qemu, List<Result> ours) {
        for (int i = 0; i < script.steps().size(); i++) {
            if (!qemu.get(i).equals(ours.get(i))) {
                StringBuilder before = new StringBuilder();
                for (int j = Math.max(0, i - SHOWN_MAX); j <= i; j++) {
                    before.append("\n").append(script.steps().get(j)).append(" = ")
                            .append(qemu.get(j));
                }
                throw new AssertionError("step " + i + ": QEMU " + qemu.get(i)
                        + ", ours " + ours.get(i) + before);
            }
        }
    }
}

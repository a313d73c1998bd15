package cleave.tests.compiler;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.compiler.door.Executable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the image of a {@link Batch} on Cleave and on QEMU. */
final class GuestRuns {
    private static final int MEMORY = 64 << 20;
    private static final long CYCLES_MAX = 4_000_000_000L;
    private static final long SECONDS_MAX = 300;

    private GuestRuns() {
    }

    static List<Outcome> onCleave(Executable executable) {
        ByteArrayOutputStream serial = new ByteArrayOutputStream();
        StopReason stop = machine(executable, serial).run(CYCLES_MAX);
        String console = serial.toString(StandardCharsets.US_ASCII);
        return Outcome.parse(stop.equals(new StopReason.Exited(0)) ? console
                : console + "stopped: " + stop + "\n.\n");
    }

    /** The machine after it has switched itself off; anything else fails. */
    static Machine run(Executable executable, ByteArrayOutputStream serial) {
        Machine machine = machine(executable, serial);
        StopReason stop = machine.run(CYCLES_MAX);
        if (!stop.equals(new StopReason.Exited(0))) {
            throw new AssertionError(stop + " after " + serial);
        }
        return machine;
    }

    private static Machine machine(Executable executable, ByteArrayOutputStream serial) {
        Assembly assembly = executable.assembly();
        byte[] image = assembly.flat();
        Machine machine = Machine.builder().memory(MEMORY).engine(EngineKind.INTERPRETER)
                .serial(new Sink(serial)).build();
        machine.addBootAction(() -> {
            machine.memory().load(Integer.toUnsignedLong(assembly.base()), image, 0, image.length);
            machine.hart().pc = assembly.address("_start");
        });
        return machine;
    }

    static List<Outcome> onQemu(Executable executable, Path folder)
            throws IOException, InterruptedException {
        Path elf = Files.write(folder.resolve("batch.elf"), executable.elf());
        Path serial = folder.resolve("batch.txt");
        Files.deleteIfExists(serial);
        Process process = new ProcessBuilder("qemu-system-riscv32", "-M", "virt", "-m", "64M",
                "-display", "none", "-monitor", "none", "-serial", "file:" + serial, "-bios",
                "none", "-kernel", elf.toString()).inheritIO().start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Outcome.parse(Files.readString(serial, StandardCharsets.US_ASCII));
    }

    /** A serial line that keeps what is sent. */
    private record Sink(ByteArrayOutputStream sent) implements ConsolePort {
        @Override
        public void put(int value) {
            sent.write(value);
        }

        @Override
        public int take() {
            return -1;
        }

        @Override
        public boolean hasInput() {
            return false;
        }

        @Override
        public boolean closed() {
            return true;
        }
    }
}

package cleave.benchmarks;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.platform.VirtioSlots;
import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A disk image on a machine in this JVM, and a person at its console who waits for the prompt. Can
 * go back to the moment of the first prompt.
 */
public final class BootedGuest {
    private static final String PROMPT = "# ";
    private static final long PATIENCE_CYCLES = 400_000_000_000L;
    private static final long LOOK_CYCLES = 100_000;
    private static final int MEMORY = 64 << 20;

    private final Console console = new Console();
    private final Machine machine;
    private byte[] snapshot;

    /** Remembers what the guest prints, and types what it is told. */
    private static final class Console implements ConsolePort {
        private final StringBuilder heard = new StringBuilder();
        private final Deque<Integer> typed = new ArrayDeque<>();

        @Override
        public void put(int value) {
            heard.append((char) (value & 0xff));
        }

        @Override
        public int take() {
            return typed.isEmpty() ? -1 : typed.remove();
        }

        @Override
        public boolean hasInput() {
            return !typed.isEmpty();
        }
    }

    /** A machine that is switched on and has done nothing yet. */
    public BootedGuest(Path image, EngineKind engine) throws IOException, BootException {
        MemoryBlockBackend disk = new MemoryBlockBackend(image.toString(),
                Files.readAllBytes(image));
        machine = Machine.builder().memory(MEMORY).engine(engine).serial(console)
                .virtio(new VirtioSlots().plug(VirtioSlots.block(disk, "bench"))).build();
        BootPlan plan = BootPlanner.plan(BootRequest.of(image.toString()), machine);
        plan.attach(machine);
    }

    /** The image that comes along, or the one of the property {@code cleave.image}. */
    public static Path image() {
        return Path.of(System.getProperty("cleave.image", "images/target/cleave.img"));
    }

    /** Runs until the shell asks; what was printed until then. */
    public String toPrompt() {
        long end = machine.hart().cycle + PATIENCE_CYCLES;
        while (!atPrompt()) {
            StopReason reason = machine.run(LOOK_CYCLES);
            if (!(reason instanceof StopReason.CycleLimit) || machine.hart().cycle > end) {
                throw new IllegalStateException("no prompt: " + reason + "\n" + console.heard);
            }
        }
        String said = console.heard.toString();
        console.heard.setLength(0);
        return said;
    }

    private boolean atPrompt() {
        int length = console.heard.length();
        return console.typed.isEmpty() && length >= PROMPT.length()
                && console.heard.substring(length - PROMPT.length()).equals(PROMPT);
    }

    /** Types a line, and runs until the next prompt. */
    public String command(String line) {
        for (byte octet : (line + "\n").getBytes(StandardCharsets.ISO_8859_1)) {
            console.typed.add(octet & 0xff);
        }
        return toPrompt();
    }

    /** Has an operation done so often by the guest's {@code bench}; its answer. */
    public String bench(String operation, int count) {
        String said = command("bench -n " + count + " " + operation);
        if (!said.contains(" instructions")) {
            throw new IllegalStateException("bench has measured nothing: " + said);
        }
        return said;
    }

    public long cycles() {
        return machine.hart().cycle;
    }

    /** Remembers this moment. */
    public void keep() {
        ByteStateWriter out = new ByteStateWriter();
        machine.save(out);
        snapshot = out.toBytes();
    }

    /** Back to the moment that was kept. */
    public void goBack() {
        machine.load(new ByteStateReader(snapshot));
        console.heard.setLength(0);
        console.typed.clear();
    }
}

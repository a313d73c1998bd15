package cleave.tests.differential;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Runs images on Cleave. */
final class CleaveRun {
    private static final int MEMORY = 64 << 20;
    private static final long CYCLES_PER_PROGRAM = 2_000_000;

    private CleaveRun() {
    }

    static List<Outcome> run(EngineKind engine, byte[] image, int programs, boolean details) {
        ByteArrayOutputStream serial = new ByteArrayOutputStream();
        Machine machine = Machine.builder().memory(MEMORY).engine(engine)
                .serial(new Sink(serial)).build();
        machine.addBootAction(() -> {
            machine.memory().load(Integer.toUnsignedLong(Layout.RUNNER), image, 0, image.length);
            machine.hart().pc = Layout.RUNNER;
        });
        StopReason stop = machine.run(CYCLES_PER_PROGRAM * programs);
        if (!stop.equals(new StopReason.Exited(0))) {
            System.err.printf("%s stopped at 0x%08x: %s%n", engine, machine.hart().pc, stop);
        }
        return Outcome.parse(serial.toByteArray(), details);
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

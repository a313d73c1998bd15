package cleave.benchmarks;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Runs a bare-metal program to its end and prints what it took: a whole process to be compared with
 * others. Arguments: the ELF file, optionally the engine and the timing model.
 */
public final class RunGuest {
    private static final ConsolePort STANDARD_OUTPUT = new ConsolePort() {
        @Override
        public void put(int value) {
            System.out.print((char) value);
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
    };

    private RunGuest() {
    }

    public static void main(String[] arguments) throws Exception {
        EngineKind engine = arguments.length > 1
                ? EngineKind.valueOf(arguments[1].toUpperCase(Locale.ROOT))
                : EngineKind.TRANSLATOR;
        TimingModel timing = arguments.length > 2
                ? TimingModel.valueOf(arguments[2].toUpperCase(Locale.ROOT)) : TimingModel.UNIT;
        HartOptions options = new HartOptions(16, false, true, timing);
        Machine machine = Guests.load(Path.of(arguments[0]), engine, options, STANDARD_OUTPUT);
        long start = System.nanoTime();
        StopReason reason = machine.run(Long.MAX_VALUE);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        System.out.printf("%s: %,d instructions, %,d cycles, %.3f s; thread %.3f s, "
                + "%.0f million instructions a second%n", reason, machine.hart().retired,
                machine.hart().cycle, seconds, cpuSeconds,
                machine.hart().retired / cpuSeconds / 1e6);
    }
}

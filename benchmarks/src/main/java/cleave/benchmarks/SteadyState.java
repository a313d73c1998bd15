package cleave.benchmarks;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The speed of an engine after HotSpot has done its work: a program is run for a while, then in
 * many slices of which the best and the middle one count. Time is the thread's processor time, so
 * that a busy machine disturbs little. Arguments: ELF file, optionally engine, timing model, and
 * how many million cycles to warm up.
 */
public final class SteadyState {
    private static final int SLICES = 31;
    private static final long SLICE_CYCLES = 40_000_000;

    private SteadyState() {
    }

    public static void main(String[] arguments) throws Exception {
        EngineKind engine = arguments.length > 1
                ? EngineKind.valueOf(arguments[1].toUpperCase(Locale.ROOT))
                : EngineKind.TRANSLATOR;
        TimingModel timing = arguments.length > 2
                ? TimingModel.valueOf(arguments[2].toUpperCase(Locale.ROOT)) : TimingModel.UNIT;
        long warmUp = arguments.length > 3 ? Long.parseLong(arguments[3]) : 600;
        HartOptions options = new HartOptions(16, false, true, timing);
        Machine machine = Guests.load(Path.of(arguments[0]), engine, options, ConsolePort.NONE);
        if (!(machine.run(warmUp * 1_000_000) instanceof StopReason.CycleLimit)) {
            throw new IllegalStateException("the program ended while warming up");
        }
        double[] rates = new double[SLICES];
        for (int i = 0; i < SLICES; i++) {
            long before = machine.hart().retired;
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            if (!(machine.run(SLICE_CYCLES) instanceof StopReason.CycleLimit)) {
                throw new IllegalStateException("the program ended after " + i + " slices");
            }
            long nanoseconds = ManagementFactory.getThreadMXBean()
                    .getCurrentThreadCpuTime() - start;
            rates[i] = (machine.hart().retired - before) * 1e3 / nanoseconds;
        }
        Arrays.sort(rates);
        System.out.printf("%s, %s: median %.0f, best %.0f million instructions a second%n",
                machine.engine().name(), timing, rates[SLICES / 2], rates[SLICES - 1]);
    }
}

package cleave.benchmarks;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Host nanoseconds for one guest cycle, which under unit timing is one instruction, of the
 * {@link Programs}. With {@code -prof gc} it also shows that nothing is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class EngineBenchmark {
    private static final int CYCLES = 1_000_000;

    @Param
    public Programs program;

    @Param({"TRANSLATOR"})
    public EngineKind engine;

    @Param({"UNIT"})
    public TimingModel timing;

    private Machine machine;

    @Setup
    public void setUp() {
        machine = program.machine(engine, new HartOptions(16, false, true, timing));
    }

    @Benchmark
    @OperationsPerInvocation(CYCLES)
    public StopReason guestCycles() {
        StopReason reason = machine.run(CYCLES);
        if (!(reason instanceof StopReason.CycleLimit)) {
            throw new IllegalStateException(program + " stopped: " + reason);
        }
        return reason;
    }
}

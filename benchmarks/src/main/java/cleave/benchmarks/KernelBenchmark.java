package cleave.benchmarks;

import cleave.emulator.boot.BootException;
import cleave.emulator.engine.EngineKind;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Host microseconds for what a kernel does, with ours: the default image, booted to its prompt,
 * then in each batch taken back to the prompt to run its {@code bench}. The start of that program
 * is in the time, shared by all its operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
public class KernelBenchmark {
    private static final int FORKS = 2_000;
    private static final int EXECS = 500;
    private static final int FAULTS = 20_000;
    private static final int TRIPS = 10_000;
    private static final int YIELDS = 20_000;

    @Param({"TRANSLATOR"})
    public EngineKind engine;

    private BootedGuest guest;

    @Setup
    public void boot() throws IOException, BootException {
        guest = new BootedGuest(BootedGuest.image(), engine);
        guest.toPrompt();
        guest.keep();
    }

    @Setup(Level.Iteration)
    public void goBack() {
        guest.goBack();
    }

    @Benchmark
    @OperationsPerInvocation(FORKS)
    public String forkExitWait() {
        return guest.bench("fork", FORKS);
    }

    @Benchmark
    @OperationsPerInvocation(EXECS)
    public String forkExecWait() {
        return guest.bench("exec", EXECS);
    }

    @Benchmark
    @OperationsPerInvocation(FAULTS)
    public String copyOnWriteFault() {
        return guest.bench("cow", FAULTS);
    }

    @Benchmark
    @OperationsPerInvocation(TRIPS)
    public String pipePingPong() {
        return guest.bench("pipe", TRIPS);
    }

    /** Two processes that yield; each call is a switch. */
    @Benchmark
    @OperationsPerInvocation(2 * YIELDS)
    public String contextSwitch() {
        return guest.bench("yield", YIELDS);
    }

    /** From power-on to the prompt, on a new machine. */
    @Benchmark
    public String bootToPrompt() throws IOException, BootException {
        return new BootedGuest(BootedGuest.image(), engine).toPrompt();
    }
}

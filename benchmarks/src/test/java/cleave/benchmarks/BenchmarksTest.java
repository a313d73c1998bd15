package cleave.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks do what they say, so that they cannot rot; their times are not looked at. */
class BenchmarksTest {
    private static final long CYCLES = 200_000;
    private static final HartOptions OPTIONS = new HartOptions(16, false, true, TimingModel.UNIT);

    private static Machine run(Programs program, EngineKind engine) {
        Machine machine = program.machine(engine, OPTIONS);
        assertInstanceOf(StopReason.CycleLimit.class, machine.run(CYCLES), program + "");
        return machine;
    }

    private static int register(Machine machine, Register register) {
        return machine.hart().x[register.number()];
    }

    @ParameterizedTest
    @EnumSource(Programs.class)
    void everyProgramGoesOnForeverAndAlikeOnAllEngines(Programs program) {
        int[] expected = run(program, EngineKind.REFERENCE).hart().x.clone();
        for (EngineKind engine : EngineKind.values()) {
            int[] registers = run(program, engine).hart().x;
            for (int i = 0; i < 32; i++) {
                assertEquals(expected[i], registers[i], program + " on " + engine + ", x" + i);
            }
        }
    }

    @Test
    void whatShallInterruptDoesAndWhatShallFaultDoes() {
        assertTrue(register(run(Programs.TIMER, EngineKind.TRANSLATOR), Register.A3) > 1_000);
        assertTrue(register(run(Programs.PAGE_FAULTS, EngineKind.TRANSLATOR), Register.A3)
                > 10_000);
        Machine interrupted = run(Programs.INTERRUPTS, EngineKind.TRANSLATOR);
        assertEquals(0x8000_0003, interrupted.hart().csrs().read(Csr.MCAUSE));
        Machine called = run(Programs.SYSTEM_CALLS, EngineKind.TRANSLATOR);
        assertEquals(8, called.hart().csrs().read(Csr.SCAUSE));
        assertTrue(register(called, Register.A0) > 10_000);
    }

    @Test
    void everyJmhBenchmarkOfTheEngineRuns() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                .include(EngineBenchmark.class.getName()).forks(0).warmupIterations(0)
                .measurementIterations(1).measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).build()).run();
        assertEquals(Programs.values().length, results.size());
    }

    @Test
    void theGuestDoesWhatTheJmhBenchmarksOfTheKernelAskFor() throws Exception {
        BootedGuest guest = new BootedGuest(image(), EngineKind.TRANSLATOR);
        assertTrue(guest.toPrompt().contains("Welcome"));
        guest.keep();
        long atPrompt = guest.cycles();
        String said = "";
        for (String operation : new String[] {"fork", "exec", "cow", "pipe", "yield"}) {
            guest.goBack();
            assertEquals(atPrompt, guest.cycles());
            said += guest.bench(operation, 20);
        }
        for (String line : new String[] {"fork-exit-wait", "fork-exec-wait", "cow-fault",
            "pipe-round-trip", "sched-yield"}) {
            assertTrue(said.contains(line + " "), line + " is not in\n" + said);
        }
        assertFalse(said.contains("not found"), said);
    }

    /** The build of the module before this one has written it. */
    private static Path image() {
        Path image = Path.of("../images/target/cleave.img");
        assertTrue(Files.exists(image), "the build of images writes " + image);
        return image;
    }
}

package cleave.guestos.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.time.Clock;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest
class PoliciesTest {
    @BeforeEach
    void aClockOfTenMegahertz() {
        Hardware.MACHINE.timebase = 10_000_000;
        Clock.begin();
    }

    @Test
    void whoIsNotNiceHasTheFullSlice() {
        Process process = new Process();
        assertEquals(1024, Policies.weight(0));
        int full = 50_000;
        assertTrue(Math.abs(Policies.slice(process) - full) < full / 100);
    }

    @Test
    void eachStepOfNiceIsWorthAQuarter() {
        for (int nice = Policies.NICE_MIN; nice < 10; nice++) {
            double ratio = (double) Policies.weight(nice) / Policies.weight(nice + 1);
            assertTrue(ratio > 1.22 && ratio < 1.28, () -> "a ratio of " + ratio);
        }
    }

    @Test
    void evenTheNicestAndIdleHaveSomething() {
        Process process = new Process();
        process.nice = Policies.NICE_MAX;
        int nicest = Policies.slice(process);
        process.policy = Policies.IDLE;
        int idle = Policies.slice(process);
        assertTrue(idle > 0 && idle < nicest);
    }

    @Test
    void aChangeOfNiceTakesEffectAtOnce() {
        Process process = new Process();
        Policies.changed(process);
        process.budget = process.slice;
        process.nice = 10;
        Policies.changed(process);
        assertEquals(process.slice, process.budget);
        assertEquals(Policies.slice(process), process.slice);
    }
}

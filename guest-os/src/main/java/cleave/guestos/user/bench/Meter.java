package cleave.guestos.user.bench;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;
import cleave.magic.Csr;
import cleave.magic.NoInline;

/**
 * The hart's counters of retired instructions and cycles (Zicntr), which count for the kernel and
 * all processes together. Of several measurements of one thing the smallest is kept, so that a
 * timer interrupt does not count.
 */
final class Meter {
    private static long startInstructions;
    private static long startCycles;
    private static long instructions;
    private static long cycles;
    private static long leastInstructions;
    private static long leastCycles;

    private Meter() {
    }

    private static void onIllegal(int signal) {
        Errors.die(1, "the kernel does not let programs read instret and cycle");
    }

    /** Finds out whether programs may read the counters. */
    static void check() {
        Signals.signal(Signal.SIGILL, Meter::onIllegal);
        start();
        stop();
        Signals.restore(Signal.SIGILL);
    }

    private static long instret() {
        int high;
        int low;
        do {
            high = Csr.read(cleave.toolchain.isa.Csr.INSTRETH);
            low = Csr.read(cleave.toolchain.isa.Csr.INSTRET);
        } while (high != Csr.read(cleave.toolchain.isa.Csr.INSTRETH));
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    private static long cycle() {
        int high;
        int low;
        do {
            high = Csr.read(cleave.toolchain.isa.Csr.CYCLEH);
            low = Csr.read(cleave.toolchain.isa.Csr.CYCLE);
        } while (high != Csr.read(cleave.toolchain.isa.Csr.CYCLEH));
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    /** A series of measurements begins. */
    static void reset() {
        leastInstructions = Long.MAX_VALUE;
        leastCycles = Long.MAX_VALUE;
    }

    @NoInline
    static void start() {
        startInstructions = instret();
        startCycles = cycle();
    }

    /** Ends a measurement, and keeps the smallest. */
    @NoInline
    static void stop() {
        cycles = cycle() - startCycles;
        instructions = instret() - startInstructions;
        keep(instructions, cycles);
    }

    static void keep(long someInstructions, long someCycles) {
        leastInstructions = Math.min(leastInstructions, someInstructions);
        leastCycles = Math.min(leastCycles, someCycles);
    }

    /** Of the last measurement. */
    static long instructions() {
        return instructions;
    }

    static long cycles() {
        return cycles;
    }

    /** Says what one of {@code count} operations has cost at the least. */
    static void report(String name, int count) {
        line(name, leastInstructions / count, "instructions");
        line(name, leastCycles / count, "cycles");
    }

    private static void line(String name, long value, String unit) {
        Stdio.printf("%s %lld ", Address.of(name), value);
        Stdio.puts(unit);
        Stdio.stdout().flush();
    }
}

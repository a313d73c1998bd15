package cleave.emulator.cli;

import cleave.emulator.engine.Statistics;
import cleave.emulator.machine.Machine;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/**
 * {@code --stats}: what the engine, the page maps and the JVM did, at the end on standard error,
 * and in the object of {@code --json}. Nothing is measured without it.
 */
final class StatsOption {
    private final Machine machine;
    private final long start;

    private StatsOption(Machine machine) {
        this.machine = machine;
        this.start = HostClock.nanoseconds();
        machine.engine().measure(HostClock::nanoseconds);
    }

    /** Begins to measure; null without the option. */
    static StatsOption of(Arguments arguments, Machine machine) {
        return arguments.has(Opt.STATS) ? new StatsOption(machine) : null;
    }

    Statistics take() {
        Statistics statistics = new Statistics()
                .put("time.nanoseconds", HostClock.nanoseconds() - start)
                .put("instructions.retired", machine.hart().retired);
        machine.engine().count(statistics);
        statistics.put("mmu.walks", machine.hart().mmu().walker().walks())
                .put("mmu.flushes", machine.hart().mmu().flushes())
                .put("mmu.pageFlushes", machine.hart().mmu().pageFlushes());
        statistics.put("jvm.heapBytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage()
                .getUsed());
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                statistics.put("jvm.metaspaceBytes", pool.getUsage().getUsed());
            }
        }
        return statistics.put("jvm.classesLoaded",
                        ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount())
                .put("jvm.classesUnloaded",
                        ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount());
    }

    static void print(Statistics statistics, PrintStream out) {
        statistics.values().forEach((name, value) ->
                out.println(String.format("%-36s %,18d", name, value)));
    }

    static JsonObject json(Statistics statistics) {
        JsonObject object = new JsonObject();
        statistics.values().forEach(object::put);
        return object;
    }
}
